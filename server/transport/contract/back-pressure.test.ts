import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Clients, collect, next } from '../testing/clients.ts'
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

test('a full queue refuses what it would have to keep, and real time goes on', async () => {
  await server.broker.createQueue('full', { maxBytes: 1_024 })
  const socket = await clients.connect('/full')
  await socket.emitWithAck('subscribe', {})
  const payload = 'x'.repeat(600)
  await socket.emitWithAck('publish', { event: 'a', payload })
  const full = { code: 'E_FULL', retryable: true, message: expect.stringContaining('full') }
  const publish = (more: object) => socket.emitWithAck('publish', { event: 'a', payload, ...more })
  expect(await publish({})).toMatchObject({ ok: false, error: full })
  expect(await publish({ delayMs: 60_000 })).toMatchObject({ ok: false, error: full })
  const got = next(socket, 'message')
  expect(await publish({ delivery: 'realtime', id: 'live' })).toMatchObject({ ok: true, recipients: 1 })
  expect(await got).toMatchObject({ id: 'live' })
  const list = [
    { event: 'a', payload },
    { event: 'a', payload, delivery: 'realtime' },
  ]
  expect(await socket.emitWithAck('publish', list)).toMatchObject({
    ok: true,
    results: [{ ok: false, error: full }, { ok: true }],
  })
  const refused = next(socket, 'refused')
  socket.emit('publish', { event: 'a', payload, id: 'r' })
  expect(await refused).toMatchObject({ queue: 'full', id: 'r', error: full })
  await server.broker.updateQueue('full', { maxBytes: null })
  expect(await publish({})).toMatchObject({ ok: true })
})

test('a link holds at most 4 MiB that is not acknowledged, whatever its credit', async () => {
  const socket = await clients.connect('/heavy')
  await socket.emitWithAck('subscribe', { name: 'billing' })
  const acks: ((answer?: unknown) => void)[] = []
  socket.on('message', (_message, ack) => acks.push(ack))
  const large = { event: 'a', payload: 'x'.repeat(250_000) }
  const first = collect(socket, 'message', 16)
  for (let n = 0; n < 20; n += 1) await socket.emitWithAck('publish', large)
  await first
  const { inFlight, pending } = server.broker.subscription('heavy', 'billing')
  expect(inFlight * 250_000).toBeLessThanOrEqual(4 * 1_048_576 + 250_100)
  expect([inFlight + pending, pending > 0]).toEqual([20, true])
  const rest = collect(socket, 'message', 20 - acks.length)
  for (const ack of acks.splice(0)) ack()
  await rest
})
