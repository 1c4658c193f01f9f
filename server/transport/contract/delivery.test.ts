import type { Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WireBatch, WireMessage } from '../../../lib/protocol.ts'
import { Clients, collect, next, nextAll } from '../testing/clients.ts'
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

const publish = (socket: Socket, message: object) => socket.emitWithAck('publish', { event: 'created', ...message })

async function worker(queue: string, options: object = {}): Promise<Socket> {
  const socket = await clients.connect(`/${queue}`)
  const answer = await socket.emitWithAck('subscribe', { name: 'billing', ...options })
  expect(answer).toMatchObject({ ok: true })
  return socket
}

/** Resolves once nothing of a subscription is open any more, or so many are in a state. */
async function settled(socket: Socket): Promise<void> {
  // A settlement of nothing is answered when everything before it is on disk.
  await socket.emitWithAck('settle', { name: 'billing' })
}

describe('a queued message', () => {
  test('has every field that the contract names, and no other', async () => {
    const socket = await worker('fields')
    const got = nextAll(socket, 'message')
    await publish(socket, { id: 'f-1', payload: { id: 7 }, key: 'k', headers: { trace: 'x' } })
    const [message, ack] = await got
    expect(message).toEqual({
      id: 'f-1',
      seq: expect.any(Number),
      queue: 'fields',
      event: 'created',
      payload: { id: 7 },
      key: 'k',
      headers: { trace: 'x' },
      publishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      delivery: 'queued',
      subscription: 'billing',
      attempt: 1,
    })
    expect(ack).toBeTypeOf('function')
  })

  test('leaves out what is absent, and has empty headers', async () => {
    const socket = await worker('absent')
    const got = next(socket, 'message')
    await publish(socket, {})
    const message = await got
    expect(message).not.toHaveProperty('key')
    expect(message).toMatchObject({ headers: {}, payload: null })
  })

  test('keeps its payload as it was', async () => {
    const socket = await worker('payloads')
    const payloads = [
      '\u0000',
      '\ud800',
      { constructor: { prototype: 1 } },
      [[], {}, [null]],
      'naïve \u{1f600}',
      false,
      1e21,
    ]
    const got = collect(socket, 'message', payloads.length)
    for (const payload of payloads) void publish(socket, { payload })
    expect((await got).map((message) => (message as WireMessage).payload)).toEqual(payloads)
  })

  test('waits while its subscriber is away, and comes in order', async () => {
    const first = await worker('away')
    first.disconnect()
    const publisher = await clients.connect('/')
    for (const id of ['a', 'b', 'c']) await publish(publisher, { queue: 'away', id })
    const socket = await clients.connect('/away')
    const got = collect(socket, 'message', 3)
    expect(await socket.emitWithAck('subscribe', { name: 'billing' })).toMatchObject({
      subscription: { created: false },
    })
    expect((await got).map((message) => (message as WireMessage).id)).toEqual(['a', 'b', 'c'])
  })
})

describe('acknowledging', () => {
  const acked = () => server.broker.subscriptions('forms')[0]

  test.each([
    ['nothing', []],
    ['null', [null]],
    ['true', [true]],
    ['{ ack: true }', [{ ack: true }]],
  ])('%s settles', async (_, args) => {
    const socket = await worker('forms')
    const got = nextAll(socket, 'message')
    await publish(socket, {})
    const [, ack] = await got
    ;(ack as (...args: unknown[]) => void)(...args)
    await settled(socket)
    expect(acked()).toMatchObject({ inFlight: 0, retrying: 0, pending: 0 })
    await socket.emitWithAck('unsubscribe', { name: 'billing', forever: true })
  })

  test.each([
    ['false', [false], 'bad acknowledgement'],
    ['an error', [{ error: 'no' }], 'bad acknowledgement'],
    ['two values', [null, 1], 'bad acknowledgement'],
    ['a nack', [{ nack: true, reason: 'no stock', delayMs: 60_000 }], 'no stock'],
  ])('%s does not', async (_, args, reason) => {
    const socket = await worker('reasons')
    const got = nextAll(socket, 'message')
    const { seq } = await publish(socket, {})
    const [, ack] = await got
    ;(ack as (...args: unknown[]) => void)(...args)
    await settled(socket)
    expect(server.broker.subscription('reasons', 'billing')).toMatchObject({ inFlight: 0, retrying: 1 })
    const message = { seq, ord: 0, event: 'created', expiresAt: null, only: null, publishedAt: 0 }
    const delivery = server.broker.deliveries('reasons', message).find(({ name }) => name === 'billing')
    expect(delivery?.attempts.at(-1)).toMatchObject({ outcome: 'nacked', reason })
    await socket.emitWithAck('unsubscribe', { name: 'billing', forever: true })
  })

  test('a nack without delay comes again, with the next attempt', async () => {
    const socket = await worker('again')
    const got = nextAll(socket, 'message')
    await publish(socket, { id: 'again' })
    const [, ack] = await got
    const second = next(socket, 'message')
    ;(ack as (answer: unknown) => void)({ nack: true, delayMs: 0 })
    expect(await second).toMatchObject({ id: 'again', attempt: 2 })
  })

  test('settle answers what it settled and what was not held', async () => {
    const socket = await worker('settle')
    const got = collect(socket, 'message', 3)
    for (let i = 0; i < 3; i++) await publish(socket, {})
    const seqs = (await got).map((message) => (message as WireMessage).seq ?? 0)
    const [first = 0, second = 0, third = 0] = seqs
    const answer = await socket.emitWithAck('settle', {
      name: 'billing',
      acked: [[first, second]],
      nacked: [{ seq: third, attempt: 1, delayMs: 60_000 }],
    })
    expect(answer).toEqual({ ok: true, settled: 3, ignored: [] })
    const again = await socket.emitWithAck('settle', { name: 'billing', acked: [[first, second]] })
    expect(again).toEqual({ ok: true, settled: 0, ignored: [[first, second]] })
  })

  test('nobody settles what another connection holds', async () => {
    const holder = await worker('foreign')
    const got = nextAll(holder, 'message')
    const { seq } = await publish(holder, {})
    await got
    const other = await worker('foreign')
    const answer = await other.emitWithAck('settle', { name: 'billing', acked: [[seq, seq]] })
    expect(answer).toEqual({ ok: true, settled: 0, ignored: [[seq, seq]] })
    expect(server.broker.subscription('foreign', 'billing').inFlight).toBe(1)
    const bystander = await clients.connect('/foreign')
    expect(await bystander.emitWithAck('settle', { name: 'billing' })).toMatchObject({
      error: { code: 'E_NO_SUBSCRIPTION' },
    })
  })

  test('a settlement is checked', async () => {
    const socket = await worker('checked')
    const settle = (rest: object) => socket.emitWithAck('settle', { name: 'billing', ...rest })
    const many = Array.from({ length: 501 }, (_, at) => [at, at])
    const refusals: [object, string][] = [
      [{ acked: [[1, 2, 3]] }, 'E_BAD_REQUEST'],
      [{ acked: [[2, 1]] }, 'E_BAD_REQUEST'],
      [{ acked: [1] }, 'E_BAD_REQUEST'],
      [{ acked: many, extend: many.map(([at]) => at) }, 'E_TOO_LARGE'],
      [{ nacked: [{ seq: 1, reason: 'x'.repeat(1_025) }] }, 'E_TOO_LARGE'],
      [{ nacked: [{ seq: 1, colour: 1 }] }, 'E_BAD_REQUEST'],
      [{ nacked: [{ seq: '1' }] }, 'E_BAD_REQUEST'],
      [{ name: '_x' }, 'E_NAME'],
    ]
    for (const [rest, code] of refusals) expect(await settle(rest)).toMatchObject({ ok: false, error: { code } })
    expect(await settle({ nacked: [{ seq: 1, attempt: null, delayMs: null }] })).toMatchObject({ ok: true, settled: 0 })
  })
})

describe('batches', () => {
  test('come as one event without ack, settled by settle', async () => {
    const first = await worker('batches')
    first.disconnect()
    const publisher = await clients.connect('/')
    await publisher.emitWithAck(
      'publish',
      [1, 2, 3].map((id) => ({ queue: 'batches', event: 'created', payload: id })),
    )
    const socket = await clients.connect('/batches')
    const got = nextAll(socket, 'messages')
    await socket.emitWithAck('subscribe', { name: 'billing', batch: true })
    const [batch, ack] = await got
    expect(ack).toBeUndefined()
    const { subscription, messages } = batch as WireBatch
    expect(subscription).toBe('billing')
    expect(messages.map(({ payload, attempt, delivery }) => ({ payload, attempt, delivery }))).toEqual(
      [1, 2, 3].map((payload) => ({ payload, attempt: 1, delivery: 'queued' })),
    )
    const seqs = messages.map(({ seq }) => seq)
    const answer = await socket.emitWithAck('settle', { name: 'billing', acked: [[seqs[0], seqs[2]]] })
    expect(answer).toEqual({ ok: true, settled: 3, ignored: [] })
  })
})

describe('real time', () => {
  test('sends one copy of each message, without ack, also of queued ones', async () => {
    const socket = await clients.connect('/live')
    const merged = [
      await socket.emitWithAck('subscribe', { events: ['created'] }),
      await socket.emitWithAck('subscribe', { events: ['created', 'deleted'] }),
    ]
    const subscription = { name: null, delivery: 'realtime', active: true, startSeq: null }
    expect(merged).toEqual([
      { ok: true, subscription: { ...subscription, events: ['created'], created: true } },
      { ok: true, subscription: { ...subscription, events: ['created', 'deleted'], created: false } },
    ])
    const got: unknown[][] = []
    socket.on('message', (...args) => got.push(args))
    await publish(socket, { delivery: 'realtime', payload: 1 })
    await publish(socket, { event: 'other', delivery: 'realtime', payload: 2 })
    await publish(socket, { event: 'deleted', payload: 3 })
    const last = next(socket, 'message')
    await publish(socket, { delivery: 'realtime', payload: 4 })
    await last
    expect(got.map(([message]) => (message as WireMessage).payload)).toEqual([1, 3, 4])
    expect(got.every((args) => args.length === 1)).toBe(true)
    expect(got[0]?.[0]).toMatchObject({ seq: null, delivery: 'realtime', subscription: null, attempt: 1, headers: {} })
    expect(got[1]?.[0]).toMatchObject({ seq: expect.any(Number), delivery: 'realtime', subscription: null })
  })

  test('a named subscription beside it sends its own copy', async () => {
    const socket = await worker('both')
    await socket.emitWithAck('subscribe', {})
    const got = collect(socket, 'message', 2)
    await publish(socket, {})
    const ways = (await got).map((message) => (message as WireMessage).delivery)
    expect(ways.sort()).toEqual(['queued', 'realtime'])
  })

  test('leaves some events, or all', async () => {
    const socket = await clients.connect('/leaving')
    await socket.emitWithAck('subscribe', { events: ['a', 'b', 'c'] })
    const recipients = async (event: string) => (await publish(socket, { event, delivery: 'realtime' })).recipients
    expect(await socket.emitWithAck('unsubscribe', { events: ['a'] })).toEqual({ ok: true })
    expect([await recipients('a'), await recipients('b')]).toEqual([0, 1])
    expect(await socket.emitWithAck('unsubscribe')).toEqual({ ok: true })
    expect(await recipients('b')).toBe(0)
  })
})

test('a fan-out reaches v4 and v2 clients, by WebSocket and by polling, with the same message', async () => {
  const sockets = [
    await clients.connect('/fan'),
    await clients.connect('/fan', { transport: 'polling' }),
    await clients.connect2('/fan'),
    await clients.connect2('/fan', {}, 'polling'),
  ]
  const answers = sockets.map((socket) => new Promise((resolve) => socket.emit('subscribe', {}, resolve)))
  await Promise.all(answers)
  const got = sockets.map((socket) => next(socket, 'message'))
  const publisher = await clients.connect('/')
  await publish(publisher, { queue: 'fan', payload: 'naïve \u{1f600}', delivery: 'realtime' })
  const messages = await Promise.all(got)
  expect(messages[0]).toMatchObject({ payload: 'naïve \u{1f600}' })
  for (const message of messages) expect(message).toEqual(messages[0])
})
