import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ask2, Clients } from '../../../transport/testing/clients.ts'
import { RawLink } from '../../../transport/testing/raw.ts'
import { startServer, type TestServer } from '../../../transport/testing/server.ts'
import { Bystander } from '../bystander.ts'

let server: TestServer
let clients: Clients
let bystander: Bystander

beforeEach(async () => {
  server = await startServer()
  clients = new Clients(server.url)
  bystander = await Bystander.start(clients)
})

afterEach(async () => {
  vi.useRealTimers()
  await bystander.isUndisturbed()
  bystander.hasAll()
  expect(server.faults).toEqual([])
  clients.close()
  await server.stop()
})

test('a link that joins nothing is closed after 10 s, and one that was refused everything', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const silent = new RawLink(server.url)
  await silent.opened()
  const refused = new RawLink(server.url)
  await refused.opened()
  refused.send('0/_x,')
  await refused.next('4/_x,')
  vi.advanceTimersByTime(10_000)
  await Promise.all([silent.closed, refused.closed])
})

describe('made-up namespaces', () => {
  test('beyond 64 are refused, one for one, and room is made by leaving', async () => {
    const raw = new RawLink(server.url)
    await raw.join('/')
    for (let at = 0; at < 63; at += 1) await raw.join(`/n${at}`)
    for (let at = 0; at < 200; at += 1) {
      raw.send(`0/more${at},`)
      expect(await raw.next(`4/more${at},`)).toContain('E_FORBIDDEN')
    }
    raw.send('1/n0,')
    await raw.join('/more0')
    const sockets = server.broker.links().map(({ link }) => link.describe().sockets.length)
    expect(sockets).toContain(64)
    expect(server.broker.queues().map(({ name }) => name)).toEqual(['bystander'])
    raw.close()
  })

  test('left and joined again without end are one namespace at most', async () => {
    const raw = new RawLink(server.url)
    await raw.join('/again')
    for (let at = 0; at < 500; at += 1) raw.send('1/again,', '0/again,')
    await raw.join('/')
    const sockets = server.broker.links().flatMap(({ link }) => link.describe().sockets)
    expect(sockets.filter(({ queue }) => queue === 'again').length).toBeLessThanOrEqual(1)
    raw.close()
  })
})

describe('a flood of subscribes', () => {
  // Nothing is allowed again meanwhile, however long this takes.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))

  test('is refused as a v2 client understands it, also in the words of @nmq/q', async () => {
    const socket = await clients.connect2('/flood')
    const answers = await Promise.all(Array.from({ length: 120 }, () => ask2(socket, 'subscribe', {})))
    expect(answers.filter(([answer]) => (answer as { ok: boolean }).ok).length).toBe(50)
    const rate = { ok: false, error: { code: 'E_RATE', retryable: true, retryAfterMs: 20 } }
    expect(answers.at(-1)?.[0]).toMatchObject(rate)
    expect(await ask2(socket, 'subscribe', 'deleted')).toEqual([expect.stringMatching(/^E_RATE: ./)])
  })

  test('counts on its link alone, whatever its namespaces', async () => {
    const first = await clients.connect('/flood')
    const second = await clients.share(first, '/other')
    await Promise.all(Array.from({ length: 50 }, () => first.emitWithAck('subscribe', {})))
    expect(await second.emitWithAck('subscribe', {})).toMatchObject({ ok: false, error: { code: 'E_RATE' } })
    const elsewhere = await clients.connect('/flood')
    expect(await elsewhere.emitWithAck('subscribe', {})).toMatchObject({ ok: true })
  })

  test('leaves as many subscriptions as were let in, and none when its link goes', async () => {
    const raw = new RawLink(server.url)
    await raw.join('/flood')
    for (let at = 0; at < 300; at += 1) raw.send(`2/flood,${at}["subscribe",{"name":"s${at}"}]`)
    expect(await raw.next('3/flood,299')).toContain('E_RATE')
    for (let at = 0; at < 50; at += 1) expect(await raw.next(`3/flood,${at}[`)).toContain('"ok":true')
    expect(server.broker.subscriptions('flood').length).toBe(50)
    const gone = new Promise<void>((resolve) => {
      const end = server.broker.watch(() => {
        if (server.broker.subscriptions('flood').some(({ consumers }) => consumers.length > 0)) return
        end()
        resolve()
      })
    })
    raw.close()
    await gone
  })
})

test('acknowledgements that nobody asked for settle nothing', async () => {
  const raw = new RawLink(server.url)
  await raw.join('/bystander')
  for (let at = 0; at < 2_000; at += 1) raw.send(`3/bystander,${at}[]`)
  raw.send('2/bystander,1["settle",{"name":"all","acked":[[0,9007199254740991]]}]')
  expect(await raw.next('3/bystander,1')).toContain('E_NO_SUBSCRIPTION')
  raw.close()
})
