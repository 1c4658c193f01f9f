import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Clients } from '../testing/clients.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let clients: Clients

beforeEach(async () => {
  server = await startServer()
  clients = new Clients(server.url)
})

afterEach(async () => {
  vi.restoreAllMocks()
  clients.close()
  expect(server.faults).toEqual([])
  await server.stop()
})

describe('12: a loop of publishes', () => {
  /** Resolves when the broker has been given so many. */
  function published(count: number): Promise<void> {
    const publish = server.broker.publish.bind(server.broker)
    let seen = 0
    return new Promise((resolve) => {
      vi.spyOn(server.broker, 'publish').mockImplementation((...args) => {
        seen += 1
        publish(...args)
        if (seen === count) resolve()
      })
    })
  }

  test('is read as fast as it is confirmed', async () => {
    const socket = await clients.connect('/')
    const other = await clients.connect('/')
    await other.emitWithAck('publish', { queue: 'loop', event: 'a' })
    const release = server.log.hold()
    const full = published(4_097)
    const answers = Array.from({ length: 8_000 }, () => socket.emitWithAck('publish', { queue: 'loop', event: 'a' }))
    await full
    for (let i = 0; i < 20; i++) await other.emitWithAck('publish', { queue: 'loop', event: 'a', delivery: 'realtime' })
    // What the WebSocket had read already comes on top: at most 64 KiB of these small packets.
    expect(vi.mocked(server.broker.publish).mock.calls.length).toBeLessThan(6_000)
    release()
    const confirmed = await Promise.all(answers)
    expect(confirmed.every(({ ok }) => ok)).toBe(true)
    expect(server.broker.queue('loop').lastSeq).toBe(8_001)
  }, 30_000)

  test('is refused by polling, which cannot be paused', async () => {
    const socket = await clients.connect('/', { transport: 'polling' })
    const release = server.log.hold()
    const refused = new Promise<{ error: object }>((resolve) => {
      for (let i = 0; i < 5_000; i++) {
        socket.emit('publish', { queue: 'loop', event: 'a' }, (answer: { ok: boolean; error: object }) => {
          if (!answer.ok) resolve(answer)
        })
      }
    })
    expect((await refused).error).toMatchObject({ code: 'E_BUSY', retryable: true, retryAfterMs: expect.any(Number) })
    release()
  }, 30_000)
})
