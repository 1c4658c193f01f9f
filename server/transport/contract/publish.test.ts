import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Clients, collect, next } from '../testing/clients.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let clients: Clients

beforeAll(async () => {
  server = await startServer()
  clients = new Clients(server.url)
})

afterAll(async () => {
  clients.close()
  await server.stop()
})

describe.each(['websocket', 'polling'] as const)('publish over %s', (transport) => {
  test('a queued message is confirmed with its id and its place', async () => {
    const socket = await clients.connect('/', { transport })
    const queue = `orders-${transport}`
    const first = await socket.emitWithAck('publish', { queue, event: 'created', payload: { id: 7 }, id: 'a-1' })
    expect(first).toEqual({ ok: true, id: 'a-1', seq: expect.any(Number) })
    const second = await socket.emitWithAck('publish', { queue, event: 'created' })
    expect(second).toEqual({ ok: true, id: expect.stringMatching(/^[0-9a-f-]{36}$/), seq: first.seq + 1 })
  })

  test('the same id again answers the first place and says so', async () => {
    const socket = await clients.connect('/', { transport })
    const message = { queue: `twice-${transport}`, event: 'created', id: 'same' }
    const first = await socket.emitWithAck('publish', message)
    expect(await socket.emitWithAck('publish', message)).toEqual({ ...first, duplicate: true })
  })
})

test('nothing is confirmed before the log has it', async () => {
  const socket = await clients.connect('/')
  await socket.emitWithAck('publish', { queue: 'held', event: 'created' })
  const release = server.log.hold()
  const order: string[] = []
  const confirmed = socket
    .emitWithAck('publish', { queue: 'held', event: 'created' })
    .then(() => order.push('confirmed'))
  // Real time does not wait for the log: its answer shows that the server has handled both packets.
  await socket.emitWithAck('publish', { queue: 'held', event: 'created', delivery: 'realtime' })
  order.push('released')
  release()
  await confirmed
  expect(order).toEqual(['released', 'confirmed'])
})

test('real time answers how many got it', async () => {
  const socket = await clients.connect('/counted')
  const publish = () => socket.emitWithAck('publish', { event: 'tick', delivery: 'realtime' })
  expect(await publish()).toEqual({ ok: true, id: expect.any(String), seq: null, recipients: 0 })
  await socket.emitWithAck('subscribe', {})
  expect(await publish()).toMatchObject({ seq: null, recipients: 1 })
})

test('the same id in real time is sent each time: dedupe is for what is kept', async () => {
  const socket = await clients.connect('/live-id')
  await socket.emitWithAck('subscribe', {})
  const got = collect(socket, 'message', 2)
  const message = { event: 'tick', id: 'same', delivery: 'realtime' }
  const sent = { ok: true, id: 'same', seq: null, recipients: 1 }
  for (const _ of [1, 2]) expect(await socket.emitWithAck('publish', message)).toEqual(sent)
  expect(await got).toMatchObject([{ id: 'same' }, { id: 'same' }])
})

test('inside a queue the message may leave the queue out, and must not name another', async () => {
  const socket = await clients.connect('/inside')
  expect(await socket.emitWithAck('publish', { event: 'a' })).toMatchObject({ ok: true })
  expect(await socket.emitWithAck('publish', { queue: 'inside', event: 'a' })).toMatchObject({ ok: true })
  const other = await socket.emitWithAck('publish', { queue: 'outside', event: 'a' })
  expect(other).toMatchObject({ ok: false, error: { code: 'E_BAD_REQUEST', retryable: false, field: 'queue' } })
})

test('a list is answered in order, and each stands alone', async () => {
  const socket = await clients.connect('/')
  const answer = await socket.emitWithAck('publish', [
    { queue: 'list', event: 'a', id: 'l1' },
    { queue: 'list', event: '_bad' },
    { queue: 'list', event: 'c', delivery: 'realtime', id: 'l3' },
    { queue: 'list', event: 'd', id: 'l4' },
  ])
  expect(answer).toMatchObject({
    ok: true,
    results: [
      { ok: true, id: 'l1', seq: expect.any(Number) },
      { ok: false, error: { code: 'E_NAME', field: 'event' } },
      { ok: true, id: 'l3', seq: null, recipients: 0 },
      { ok: true, id: 'l4', seq: expect.any(Number) },
    ],
  })
  expect(await socket.emitWithAck('publish', [])).toEqual({ ok: true, results: [] })
})

test('a list is refused as a whole for its size alone', async () => {
  const socket = await clients.connect('/')
  const tooLarge = { ok: false, error: { code: 'E_TOO_LARGE', retryable: false } }
  const many = Array.from({ length: 501 }, () => ({ queue: 'large', event: 'a' }))
  expect(await socket.emitWithAck('publish', many)).toMatchObject(tooLarge)
  const heavy = Array.from({ length: 5 }, () => ({ queue: 'large', event: 'a', payload: 'x'.repeat(250_000) }))
  expect(await socket.emitWithAck('publish', heavy)).toMatchObject(tooLarge)
  expect(server.broker.queues().map(({ name }) => name)).not.toContain('large')
})

test('a refusal that nobody gave a callback for comes as an event', async () => {
  const socket = await clients.connect('/')
  const refused = next(socket, 'refused')
  socket.emit('publish', { queue: 'orders', event: '_x', id: 'r-1' })
  expect(await refused).toEqual({
    queue: 'orders',
    event: '_x',
    id: 'r-1',
    error: { code: 'E_NAME', message: expect.any(String), retryable: false, field: 'event' },
  })
  const both = collect(socket, 'refused', 2)
  socket.emit('publish', [{ queue: 'orders', event: 1 }, { queue: 'orders', event: 'fine' }, { event: 'x' }])
  expect(await both).toMatchObject([{ queue: 'orders' }, { event: 'x' }])
})

describe('which code', () => {
  const fine = { queue: 'codes', event: 'a' }
  const circular = Array.from({ length: 129 }).reduce<unknown>((inner) => [inner], 0)
  const headers = (count: number, length = 1) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`h${at}`, 'x'.repeat(length)]))

  test.each([
    ['no queue', { event: 'a' }, 'E_BAD_REQUEST', 'queue'],
    ['no event', { queue: 'codes' }, 'E_BAD_REQUEST', 'event'],
    ['null for a needed field', { queue: null, event: 'a' }, 'E_BAD_REQUEST', 'queue'],
    ['a number for a name', { queue: 5, event: 'a' }, 'E_BAD_REQUEST', 'queue'],
    ['an unknown field', { ...fine, colour: 'red' }, 'E_BAD_REQUEST', 'colour'],
    ['a broken name', { queue: 'a b', event: 'a' }, 'E_NAME', 'queue'],
    ["the broker's names", { queue: '_dashboard', event: 'a' }, 'E_NAME', 'queue'],
    ['a name of 129', { queue: 'codes', event: 'x'.repeat(129) }, 'E_NAME', 'event'],
    ['an empty name', { queue: '', event: 'a' }, 'E_NAME', 'queue'],
    ['SQL in a name', { queue: "x'; drop table message--", event: 'a' }, 'E_NAME', 'queue'],
    ['a zero in a name', { queue: 'a\u0000', event: 'a' }, 'E_NAME', 'queue'],
    ['an id of 129', { ...fine, id: 'x'.repeat(129) }, 'E_TOO_LARGE', 'id'],
    ['an id of 130 units in 65 characters', { ...fine, id: '\u{1f600}'.repeat(65) }, 'E_TOO_LARGE', 'id'],
    ['a zero in a key', { ...fine, key: 'a\u0000' }, 'E_BAD_REQUEST', 'key'],
    ['half a pair in an id', { ...fine, id: '\ud800' }, 'E_BAD_REQUEST', 'id'],
    ['another delivery', { ...fine, delivery: 'fast' }, 'E_BAD_REQUEST', 'delivery'],
    ['half a millisecond', { ...fine, delayMs: 0.5 }, 'E_BAD_REQUEST', 'delayMs'],
    ['a delay in real time', { ...fine, delivery: 'realtime', delayMs: 5 }, 'E_BAD_REQUEST', 'delayMs'],
    ['33 headers', { ...fine, headers: headers(33) }, 'E_TOO_LARGE', 'headers'],
    ['9 KiB of headers', { ...fine, headers: headers(9, 1_024) }, 'E_TOO_LARGE', 'headers'],
    ['a header that is a number', { ...fine, headers: { a: 1 } }, 'E_BAD_REQUEST', 'headers'],
    ['129 levels', { ...fine, payload: circular }, 'E_BAD_REQUEST', 'payload'],
    ['binary', { ...fine, payload: { file: Buffer.from('x') } }, 'E_BAD_REQUEST', 'payload'],
    ['256 KiB and a byte', { ...fine, payload: 'x'.repeat(262_143) }, 'E_TOO_LARGE', 'payload'],
    ['no object', 'hello', 'E_BAD_REQUEST', undefined],
    ['binary alone', Buffer.from('hello'), 'E_BAD_REQUEST', undefined],
  ])('%s', async (_, message, code, field) => {
    const socket = await clients.connect('/')
    const answer = await socket.emitWithAck('publish', message)
    expect(answer).toMatchObject({ ok: false, error: { code, retryable: false, message: expect.any(String) } })
    expect(answer.error.field).toBe(field)
    expect(socket.connected).toBe(true)
  })

  test('an unknown event, and one that belongs to a queue', async () => {
    const socket = await clients.connect('/')
    const bad = { ok: false, error: { code: 'E_BAD_REQUEST' } }
    expect(await socket.emitWithAck('toggle')).toMatchObject(bad)
    expect(await socket.emitWithAck('subscribe', { name: 'x' })).toMatchObject(bad)
    expect(await socket.emitWithAck('publish', fine, 'no callback')).toMatchObject(bad)
    expect(await socket.emitWithAck('publish')).toMatchObject(bad)
  })
})

test('null counts as absent, as Python and Java send it', async () => {
  const socket = await clients.connect('/')
  const nulls = { id: null, key: null, delivery: null, delayMs: null, ttlMs: null, headers: null, payload: null }
  expect(await socket.emitWithAck('publish', { queue: 'nulls', event: 'a', ...nulls }, null)).toMatchObject({
    ok: true,
  })
})

test('limits are met exactly', async () => {
  const socket = await clients.connect('/')
  const deep = Array.from({ length: 128 }).reduce<unknown>((inner) => [inner], 0)
  const publish = (message: object) => socket.emitWithAck('publish', { queue: 'exact', event: 'a', ...message })
  expect(await publish({ payload: 'x'.repeat(262_142) })).toMatchObject({ ok: true })
  expect(await publish({ payload: deep, id: 'x'.repeat(128), key: '\ud83d\ude00' })).toMatchObject({ ok: true })
})
