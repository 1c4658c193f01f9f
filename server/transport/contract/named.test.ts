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

const subscribe = (socket: Socket, options: object) => socket.emitWithAck('subscribe', { name: 'billing', ...options })
const publish = (socket: Socket, message: object = {}) =>
  socket.emitWithAck('publish', { event: 'created', ...message })
const view = (queue: string) => server.broker.subscription(queue, 'billing')
type Ack = (answer?: unknown) => void

describe('what belongs to the subscription', () => {
  const first = { events: ['a'], ackDeadlineMs: 60_000, exclusive: true, ordered: true }

  test('stays where it is left out, also for another connection', async () => {
    const socket = await clients.connect('/stays')
    await subscribe(socket, first)
    const other = await clients.connect('/stays')
    expect(await subscribe(other, {})).toMatchObject({
      ok: true,
      subscription: { events: ['a'], created: false, active: false },
    })
    expect(view('stays')).toMatchObject(first)
  })

  test.each([
    ['events', ['b']],
    ['ackDeadlineMs', 30_000],
    ['exclusive', false],
    ['ordered', false],
  ])('%s is a conflict where it differs, and changes with update', async (field, value) => {
    const queue = `differs-${field}`
    const socket = await clients.connect(`/${queue}`)
    await subscribe(socket, first)
    const refused = await subscribe(socket, { [field]: value })
    expect(refused).toMatchObject({ ok: false, error: { code: 'E_CONFLICT', retryable: false } })
    expect(refused.error.message).toContain(field)
    expect(view(queue)).toMatchObject(first)
    expect(await subscribe(socket, { [field]: value, update: true })).toMatchObject({ ok: true })
    expect(view(queue)).toMatchObject({ ...first, [field]: value })
  })

  test('other events hold for what comes after the point reached', async () => {
    const socket = await clients.connect('/after')
    await subscribe(socket, { events: ['created'] })
    const got = collect(socket, 'message', 2)
    await publish(socket, { id: 'before', event: 'other' })
    await publish(socket, { id: 'reached' })
    await subscribe(socket, { events: ['other'], update: true })
    await publish(socket, { id: 'not any more' })
    await publish(socket, { id: 'now', event: 'other' })
    expect((await got).map((message) => (message as WireMessage).id)).toEqual(['reached', 'now'])
  })

  test('from counts at creation only', async () => {
    const socket = await clients.connect('/creation')
    const { seq } = await publish(socket)
    await subscribe(socket, {})
    const again = await subscribe(socket, { from: 'start' })
    expect(again.subscription).toMatchObject({ created: false, startSeq: seq + 1 })
  })
})

test('from a time begins with what was published then', async () => {
  const socket = await clients.connect('/time')
  await subscribe(socket, { name: 'clock' })
  const messages: WireMessage[] = []
  // Several may have the same time: until the broker's clock has shown three.
  while (new Set(messages.map(({ publishedAt }) => publishedAt)).size < 3 && messages.length < 90) {
    const got = next(socket, 'message')
    await publish(socket)
    messages.push((await got) as WireMessage)
  }
  const since = (time: string) => messages.find(({ publishedAt }) => publishedAt >= time)?.seq
  const at = messages.find(({ publishedAt }) => publishedAt > (messages[0]?.publishedAt ?? ''))?.publishedAt ?? ''
  const before = new Date(Date.parse(at) - 1).toISOString()
  const start = async (name: string, from: unknown) => (await subscribe(socket, { name, from })).subscription.startSeq
  expect(since(at)).toBeGreaterThan(messages[0]?.seq ?? 0)
  expect(await start('at', at)).toBe(since(at))
  expect(await start('before', before)).toBe(since(before))
  expect(await start('offset', `${at.replace('Z', '')}+00:00`)).toBe(since(at))
  expect(await start('future', '2999-01-01T00:00:00.000Z')).toBe((messages.at(-1)?.seq ?? 0) + 1)
})

describe('what belongs to the connection', () => {
  test('credit: each has its own', async () => {
    const [few, many] = [await clients.connect('/credit'), await clients.connect('/credit')]
    await subscribe(few, { credit: 1 })
    await subscribe(many, { credit: 5 })
    const got = [collect(few, 'message', 1), collect(many, 'message', 5)]
    const publisher = await clients.connect('/')
    await publisher.emitWithAck('publish', Array(8).fill({ queue: 'credit', event: 'a' }))
    await Promise.all(got)
    expect(view('credit')).toMatchObject({ inFlight: 6, pending: 2 })
  })

  test('batch: one gets them together, the other one by one', async () => {
    const [single, batched] = [await clients.connect('/mixed'), await clients.connect('/mixed')]
    await subscribe(single, { credit: 1 })
    await subscribe(batched, { batch: true, credit: 1 })
    const got = [nextAll(single, 'message'), nextAll(batched, 'messages')]
    for (const _ of [1, 2]) await publish(single)
    const [[, ack], [, none]] = (await Promise.all(got)) as [unknown[], unknown[]]
    expect([ack, none]).toEqual([expect.any(Function), undefined])
  })

  test('a batch has at most 100 messages and 512 KiB, and credit counts messages', async () => {
    const socket = await clients.connect('/sizes')
    await subscribe(socket, {})
    await socket.emitWithAck('unsubscribe', { name: 'billing' })
    const small = Array(250).fill({ event: 'a' })
    const large = Array(4).fill({ event: 'a', payload: 'x'.repeat(200_000) })
    await socket.emitWithAck('publish', small)
    await socket.emitWithAck('publish', large)
    const batches: WireBatch[] = []
    const all = new Promise<void>((resolve) => {
      socket.on('messages', (batch: WireBatch) => {
        batches.push(batch)
        const count = batches.reduce((sum, { messages }) => sum + messages.length, 0)
        if (count === 254) resolve()
      })
    })
    await subscribe(socket, { batch: true, credit: 254 })
    await all
    for (const { messages } of batches) {
      expect(messages.length).toBeLessThanOrEqual(100)
      const bytes = messages.reduce((sum, { payload }) => sum + JSON.stringify(payload).length, 0)
      expect(bytes).toBeLessThanOrEqual(524_288)
    }
    await publish(socket)
    expect(view('sizes')).toMatchObject({ inFlight: 254, pending: 1 })
  })
})

describe('leaving a named subscription', () => {
  test('gives back what is in flight, and what comes later waits', async () => {
    const [first, second] = [await clients.connect('/detach'), await clients.connect('/detach')]
    await subscribe(first, {})
    const got = next(first, 'message')
    await publish(first, { id: 'held' })
    await got
    expect(await first.emitWithAck('unsubscribe', { name: 'billing' })).toEqual({ ok: true })
    await publish(first, { id: 'later' })
    const again = collect(second, 'message', 2)
    await subscribe(second, {})
    expect(await again).toMatchObject([
      { id: 'held', attempt: 2 },
      { id: 'later', attempt: 1 },
    ])
  })

  test('with drain finishes what is in flight first, and gets nothing new', async () => {
    const socket = await clients.connect('/drain')
    await subscribe(socket, {})
    const got = nextAll(socket, 'message')
    await publish(socket, { id: 'held' })
    const [, ack] = await got
    const later: unknown[] = []
    socket.on('message', (message) => later.push(message))
    const order: string[] = []
    const left = socket.emitWithAck('unsubscribe', { name: 'billing', drain: true }).then(() => order.push('left'))
    await publish(socket, { id: 'later' })
    order.push('acked')
    ;(ack as Ack)()
    await left
    expect([order, later]).toEqual([['acked', 'left'], []])
    expect(view('drain')).toMatchObject({ inFlight: 0, pending: 1, consumers: [] })
  })

  test('forever deletes it, for all its consumers', async () => {
    const [first, second] = [await clients.connect('/forever'), await clients.connect('/forever')]
    for (const socket of [first, second]) await subscribe(socket, {})
    const told = next(second, 'subscription')
    expect(await first.emitWithAck('unsubscribe', { name: 'billing', forever: true })).toEqual({ ok: true })
    expect(await told).toEqual({ name: 'billing', state: 'deleted' })
    expect(server.broker.subscriptions('forever')).toEqual([])
  })
})

describe('standing', () => {
  test('of an exclusive one: the next is promoted in the order they came', async () => {
    const sockets = await Promise.all([1, 2, 3].map(() => clients.connect('/standing')))
    const answers = []
    for (const socket of sockets) answers.push(await subscribe(socket, { exclusive: true }))
    expect(answers.map(({ subscription }) => subscription.active)).toEqual([true, false, false])
    const [first, second, third] = sockets
    for (const [leaver, heir] of [
      [first, second],
      [second, third],
    ] as const) {
      const told = next(heir as Socket, 'subscription')
      leaver?.disconnect()
      expect(await told).toEqual({ name: 'billing', state: 'active' })
    }
  })

  test('of a paused queue, and of one that goes on', async () => {
    const socket = await clients.connect('/paused')
    await subscribe(socket, {})
    for (const [paused, state] of [
      [true, 'paused'],
      [false, 'active'],
    ] as const) {
      const told = next(socket, 'subscription')
      await server.broker.pauseQueue('paused', paused)
      expect(await told).toEqual({ name: 'billing', state })
    }
  })
})
