import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WireMessage } from '../../../lib/protocol.ts'
import { ask2, Clients, collect, next } from '../testing/clients.ts'
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

const HOUR_MS = 3_600_000
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

test('a delayed publish answers when it is due, on / and inside the queue', async () => {
  const root = await clients.connect('/')
  const inside = await clients.connect('/delayed')
  const before = Date.now()
  const first = await root.emitWithAck('publish', { queue: 'delayed', event: 'a', id: 'd-1', delayMs: HOUR_MS })
  expect(first).toEqual({ ok: true, id: 'd-1', seq: null, dueAt: ISO })
  expect(Date.parse(first.dueAt)).toBeGreaterThanOrEqual(before + HOUR_MS)
  expect(await inside.emitWithAck('publish', { event: 'a', delayMs: HOUR_MS })).toEqual({
    ok: true,
    id: expect.any(String),
    seq: null,
    dueAt: ISO,
  })
  expect(server.broker.queue('delayed')).toMatchObject({ scheduled: 2, lastSeq: 0 })
})

test('it is confirmed once the log has it, and not before', async () => {
  const socket = await clients.connect('/held')
  await socket.emitWithAck('publish', { event: 'a' })
  const release = server.log.hold()
  const order: string[] = []
  const confirmed = socket.emitWithAck('publish', { event: 'a', delayMs: HOUR_MS }).then(() => order.push('confirmed'))
  await socket.emitWithAck('publish', { event: 'a', delivery: 'realtime' })
  order.push('released')
  release()
  await confirmed
  expect(order).toEqual(['released', 'confirmed'])
})

test('the same id again answers the same time as a duplicate, with a delay or without', async () => {
  const socket = await clients.connect('/again')
  const first = await socket.emitWithAck('publish', { event: 'a', id: 'same', delayMs: HOUR_MS })
  for (const more of [{ delayMs: HOUR_MS }, { delayMs: 1 }, {}]) {
    const answer = await socket.emitWithAck('publish', { event: 'a', id: 'same', ...more })
    expect(answer).toEqual({ ...first, duplicate: true })
  }
  const stored = await socket.emitWithAck('publish', { event: 'a', id: 'stored' })
  const later = await socket.emitWithAck('publish', { event: 'a', id: 'stored', delayMs: HOUR_MS })
  expect(later).toEqual({ ...stored, duplicate: true })
})

test('it has its place in a list of publishes', async () => {
  const socket = await clients.connect('/')
  const message = { queue: 'list', event: 'a' }
  const answer = await socket.emitWithAck('publish', [
    { ...message, id: 'now' },
    { ...message, id: 'later', delayMs: HOUR_MS },
    { ...message, id: 'later', delayMs: HOUR_MS },
    { ...message, delayMs: HOUR_MS, delivery: 'realtime' },
    { ...message, delayMs: -1 },
    { ...message, delayMs: 31 * 24 * HOUR_MS },
  ])
  expect(answer).toMatchObject({
    ok: true,
    results: [
      { ok: true, id: 'now', seq: expect.any(Number) },
      { ok: true, id: 'later', seq: null, dueAt: ISO },
      { ok: true, id: 'later', seq: null, dueAt: ISO, duplicate: true },
      { ok: false, error: { code: 'E_BAD_REQUEST', field: 'delayMs' } },
      { ok: false, error: { code: 'E_BAD_REQUEST', field: 'delayMs' } },
      { ok: false, error: { code: 'E_BAD_REQUEST', field: 'delayMs' } },
    ],
  })
})

test('when it is due it is a message like any other, published then', async () => {
  const socket = await clients.connect('/due')
  await socket.emitWithAck('subscribe', { name: 'billing' })
  await socket.emitWithAck('subscribe', {})
  const got = collect(socket, 'message', 2)
  const { dueAt } = await socket.emitWithAck('publish', { event: 'a', id: 'late', delayMs: 20 })
  const messages = (await got).map((message) => message as WireMessage)
  expect(messages.map(({ delivery }) => delivery).sort()).toEqual(['queued', 'realtime'])
  for (const message of messages) {
    expect(message).toMatchObject({ id: 'late', seq: 1, attempt: 1 })
    expect(Date.parse(message.publishedAt)).toBeGreaterThanOrEqual(Date.parse(dueAt))
  }
})

test('a delay of nothing is none', async () => {
  const socket = await clients.connect('/at-once')
  const answer = await socket.emitWithAck('publish', { event: 'a', id: 'now', delayMs: 0 })
  expect(answer).toEqual({ ok: true, id: 'now', seq: 1 })
})

test('a queue in real time keeps only what is published as queued', async () => {
  await server.broker.createQueue('live', { delivery: 'realtime' })
  const socket = await clients.connect('/live')
  const refused = await socket.emitWithAck('publish', { event: 'a', delayMs: HOUR_MS })
  expect(refused).toMatchObject({ ok: false, error: { code: 'E_BAD_REQUEST', field: 'delayMs' } })
  const kept = await socket.emitWithAck('publish', { event: 'a', delivery: 'queued', delayMs: HOUR_MS })
  expect(kept).toMatchObject({ ok: true, seq: null, dueAt: ISO })
})

test('a v2 client gets the same answers', async () => {
  const socket = await clients.connect2('/delayed-v2')
  const [answer] = await ask2(socket, 'publish', { event: 'a', id: 'old', delayMs: HOUR_MS })
  expect(answer).toEqual({ ok: true, id: 'old', seq: null, dueAt: ISO })
})

test('a refusal that nobody gave a callback for comes as an event', async () => {
  const socket = await clients.connect('/quiet-delay')
  const refused = next(socket, 'refused')
  socket.emit('publish', { event: 'a', id: 'r', delivery: 'realtime', delayMs: 5 })
  expect(await refused).toMatchObject({
    queue: 'quiet-delay',
    id: 'r',
    error: { code: 'E_BAD_REQUEST', field: 'delayMs' },
  })
})
