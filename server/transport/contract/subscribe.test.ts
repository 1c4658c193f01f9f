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

test('a named subscription is answered as the contract says', async () => {
  const socket = await clients.connect('/named')
  const { seq } = await socket.emitWithAck('publish', { event: 'before' })
  const answer = await socket.emitWithAck('subscribe', { name: 'billing', events: ['created', 'created'] })
  expect(answer).toEqual({
    ok: true,
    subscription: {
      name: 'billing',
      delivery: 'queued',
      events: ['created'],
      created: true,
      active: true,
      startSeq: seq + 1,
    },
  })
  const batched = await socket.emitWithAck('subscribe', { name: 'billing', batch: true })
  expect(batched.subscription).toMatchObject({ created: false, ackDeadlineMs: 30_000 })
})

test('all events is ["*"], in and out', async () => {
  const socket = await clients.connect('/all')
  const explicit = await socket.emitWithAck('subscribe', { name: 'a', events: ['*'] })
  const left = await socket.emitWithAck('subscribe', { name: 'b' })
  const realtime = await socket.emitWithAck('subscribe')
  for (const answer of [explicit, left, realtime]) expect(answer.subscription.events).toEqual(['*'])
})

test('from counts at creation: the start, a seq, a time', async () => {
  const socket = await clients.connect('/from')
  const first = await socket.emitWithAck('publish', { event: 'a' })
  const second = await socket.emitWithAck('publish', { event: 'a' })
  const start = async (name: string, from: unknown) =>
    (await socket.emitWithAck('subscribe', { name, from })).subscription.startSeq
  expect(await start('s', 'start')).toBe(first.seq)
  expect(await start('q', second.seq)).toBe(second.seq)
  expect(await start('t', '2020-01-01T00:00:00Z')).toBe(first.seq)
  expect(await start('n', 'new')).toBe(second.seq + 1)
})

test('other options than it has are a conflict, unless they are an update', async () => {
  const socket = await clients.connect('/conflict')
  await socket.emitWithAck('subscribe', { name: 'billing', events: ['a'] })
  const other = { name: 'billing', events: ['b'] }
  expect(await socket.emitWithAck('subscribe', other)).toMatchObject({ ok: false, error: { code: 'E_CONFLICT' } })
  const updated = await socket.emitWithAck('subscribe', { ...other, update: true })
  expect(updated).toMatchObject({ ok: true, subscription: { events: ['b'], created: false } })
})

describe('which code', () => {
  test.each([
    ['an empty list', { events: [] }, 'E_BAD_REQUEST', 'events'],
    ['* among others', { events: ['*', 'a'] }, 'E_BAD_REQUEST', 'events'],
    ['a broken event', { events: ['a', 'b c'] }, 'E_NAME', 'events.1'],
    ['a broken name', { name: '_billing' }, 'E_NAME', 'name'],
    ['queued without a name', { delivery: 'queued' }, 'E_BAD_REQUEST', 'name'],
    ['real time with a name', { delivery: 'realtime', name: 'x' }, 'E_BAD_REQUEST', 'name'],
    ['real time from a place', { from: 'start' }, 'E_BAD_REQUEST', 'from'],
    ['real time with credit', { credit: 5 }, 'E_BAD_REQUEST', 'credit'],
    ['real time in batches', { batch: false }, 'E_BAD_REQUEST', 'batch'],
    ['a place that is none', { name: 'x', from: 'yesterday' }, 'E_BAD_REQUEST', 'from'],
    ['a deadline below a second', { name: 'x', ackDeadlineMs: 999 }, 'E_BAD_REQUEST', 'ackDeadlineMs'],
    ['credit above 1,000', { name: 'x', credit: 1_001 }, 'E_BAD_REQUEST', 'credit'],
    ['an unknown option', { name: 'x', prefetch: 5 }, 'E_BAD_REQUEST', 'prefetch'],
    ['a number', 5, 'E_BAD_REQUEST', undefined],
  ])('%s', async (_, options, code, field) => {
    const socket = await clients.connect('/codes')
    const answer = await socket.emitWithAck('subscribe', options)
    expect(answer).toMatchObject({ ok: false, error: { code, retryable: false } })
    expect(answer.error.field).toBe(field)
  })

  test('unsubscribe', async () => {
    const socket = await clients.connect('/codes')
    await socket.emitWithAck('subscribe', { name: 'here' })
    const code = async (options?: unknown) => (await socket.emitWithAck('unsubscribe', options)).error?.code
    expect(await code({ name: 'nobody' })).toBe('E_NO_SUBSCRIPTION')
    expect(await code({ name: 'here', events: ['a'] })).toBe('E_BAD_REQUEST')
    expect(await code({ drain: true })).toBe('E_BAD_REQUEST')
    expect(await code({ name: 'here', drain: true, forever: true })).toBe('E_BAD_REQUEST')
    expect(await code('created')).toBe('E_BAD_REQUEST')
    expect(await code({ name: 'here' })).toBeUndefined()
    expect(await code({ name: 'here' })).toBe('E_NO_SUBSCRIPTION')
  })

  test('without a callback it comes as an event', async () => {
    const socket = await clients.connect('/quiet')
    const refused = next(socket, 'refused')
    socket.emit('subscribe', { events: [] })
    expect(await refused).toMatchObject({ queue: 'quiet', error: { code: 'E_BAD_REQUEST', field: 'events' } })
  })

  test('an unknown queue, where none is created', async () => {
    const closed = await startServer({ autoCreateQueues: false })
    const others = new Clients(closed.url)
    const socket = await others.connect('/nowhere')
    const unknown = { ok: false, error: { code: 'E_UNKNOWN_QUEUE' } }
    expect(await socket.emitWithAck('subscribe', { name: 'a' })).toMatchObject(unknown)
    expect(await socket.emitWithAck('subscribe', {})).toMatchObject(unknown)
    expect(await socket.emitWithAck('publish', { event: 'a' })).toMatchObject(unknown)
    expect(closed.broker.queues()).toEqual([])
    others.close()
    await closed.stop()
  })
})

test('connecting creates nothing', async () => {
  await clients.connect('/looked-at')
  expect(server.broker.queues().map(({ name }) => name)).not.toContain('looked-at')
})

test('rooms are the events, and nobody sees an id of Socket.IO', async () => {
  const socket = await clients.connect('/rooms')
  const rooms = () =>
    server.broker
      .links()
      .flatMap(({ link }) => link.describe().sockets)
      .find(({ queue }) => queue === 'rooms')?.rooms
  await socket.emitWithAck('subscribe', { events: ['a', 'b'] })
  await socket.emitWithAck('subscribe', { name: 'billing', events: ['b', 'c'] })
  expect(rooms()).toEqual(['a', 'b', 'c'])
  await socket.emitWithAck('unsubscribe', { events: ['a'] })
  expect(rooms()).toEqual(['b', 'c'])
  await socket.emitWithAck('unsubscribe', { name: 'billing' })
  expect(rooms()).toEqual(['b'])
  await socket.emitWithAck('subscribe', {})
  expect(rooms()).toEqual(['*'])
})

test('more than 50 subscribes a second are refused, with the time to wait', async () => {
  const socket = await clients.connect('/flood')
  const answers = await Promise.all(Array.from({ length: 200 }, () => socket.emitWithAck('subscribe', {})))
  const refused = answers.filter(({ ok }) => !ok)
  expect(refused.length).toBeGreaterThan(100)
  expect(refused[0].error).toMatchObject({ code: 'E_RATE', retryable: true, retryAfterMs: expect.any(Number) })
  expect(refused[0].error.retryAfterMs).toBeGreaterThan(0)
})

describe('a queue that is deleted', () => {
  test('tells each subscription of it, named or in real time, and sends nothing more', async () => {
    const socket = await clients.connect('/doomed')
    await socket.emitWithAck('subscribe', { name: 'billing' })
    await socket.emitWithAck('subscribe', { events: ['a', 'b'] })
    const told = collect(socket, 'subscription', 2)
    await server.broker.deleteQueue('doomed')
    expect(await told).toEqual(
      expect.arrayContaining([
        { name: 'billing', state: 'deleted' },
        { name: null, state: 'deleted' },
      ]),
    )
    const rooms = server.broker.links().flatMap(({ link }) => link.describe().sockets)
    expect(rooms).toContainEqual({ queue: 'doomed', rooms: [] })
    const unknown = { ok: false, error: { code: 'E_UNKNOWN_QUEUE', retryable: false } }
    expect(await socket.emitWithAck('publish', { event: 'a' })).toMatchObject(unknown)
    expect(await socket.emitWithAck('subscribe', { events: ['a'] })).toMatchObject(unknown)
    expect(await socket.emitWithAck('subscribe', { name: 'billing' })).toMatchObject(unknown)
  })

  test('begins anew on the same socket once it was created by hand', async () => {
    const socket = await clients.connect('/phoenix')
    await socket.emitWithAck('subscribe', { events: ['a'] })
    const told = next(socket, 'subscription')
    await server.broker.deleteQueue('phoenix')
    await told
    await server.broker.createQueue('phoenix')
    const answer = await socket.emitWithAck('subscribe', { events: ['b'] })
    expect(answer.subscription).toMatchObject({ events: ['b'], created: true })
    const got = next(socket, 'message')
    await socket.emitWithAck('publish', { event: 'a', id: 'a' })
    await socket.emitWithAck('publish', { event: 'b', id: 'b' })
    expect(await got).toMatchObject({ id: 'b', seq: 2 })
  })
})

test('one that is deleted elsewhere is told so', async () => {
  const socket = await clients.connect('/deleted')
  await socket.emitWithAck('subscribe', { name: 'billing' })
  const told = next(socket, 'subscription')
  await server.broker.deleteSubscription('deleted', 'billing')
  expect(await told).toEqual({ name: 'billing', state: 'deleted' })
})
