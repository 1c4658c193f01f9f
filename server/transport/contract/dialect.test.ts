import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask2, Clients, next, nextAll } from '../testing/clients.ts'
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

test('a string subscribes in the words of @nmq/q, and gets the payload alone', async () => {
  const subscriber = await clients.connect2('/database')
  expect(await ask2(subscriber, 'subscribe', 'delete')).toEqual([null, 'Subscribed to delete in database'])
  const messages: unknown[] = []
  subscriber.on('message', (message) => messages.push(message))
  const triggered = nextAll(subscriber, 'trigger')
  const publisher = await clients.connect2('/')
  const answer = await ask2(publisher, 'publish', { queue: 'database', event: 'delete', payload: { id: 7 } })
  expect(answer).toEqual([{ ok: true, id: expect.any(String), seq: expect.any(Number) }])
  expect(await triggered).toEqual([{ id: 7 }])
  const empty = nextAll(subscriber, 'trigger')
  publisher.emit('publish', { queue: 'database', event: 'delete' })
  expect(await empty).toEqual([null])
  expect(messages).toEqual([])
})

test('errors come as one string', async () => {
  const subscriber = await clients.connect2('/database')
  expect(await ask2(subscriber, 'subscribe', '_private')).toEqual([expect.stringMatching(/^E_NAME: ./)])
  expect(await ask2(subscriber, 'subscribe', '')).toEqual([expect.stringMatching(/^E_NAME: ./)])
})

test('a publish is always called back, also with its refusal', async () => {
  const publisher = await clients.connect2('/')
  const [answer] = await ask2(publisher, 'publish', { queue: '_x', event: 'a', payload: 1 })
  expect(answer).toMatchObject({ ok: false, error: { code: 'E_NAME' } })
})

test('both ways on one socket: each subscription gets what it asked for', async () => {
  const socket = await clients.connect('/mixed')
  socket.emit('subscribe', 'deleted')
  await socket.emitWithAck('subscribe', { events: ['created', 'deleted'] })
  const got: [string, unknown][] = []
  socket.onAny((event, value) => got.push([event, value.payload ?? value]))
  const publish = (event: string, payload: number) =>
    socket.emitWithAck('publish', { event, payload, delivery: 'realtime' })
  await publish('created', 1)
  await publish('deleted', 2)
  expect(got).toEqual([
    ['message', 1],
    ['message', 2],
    ['trigger', 2],
  ])
  await socket.emitWithAck('unsubscribe')
  expect(await publish('created', 3)).toMatchObject({ recipients: 0 })
  const triggered = next(socket, 'trigger')
  expect(await publish('deleted', 4)).toMatchObject({ recipients: 1 })
  expect(await triggered).toBe(4)
})

test('all events by message do not hide one by trigger', async () => {
  const socket = await clients.connect('/hidden')
  await socket.emitWithAck('subscribe', {})
  socket.emit('subscribe', 'deleted')
  await socket.emitWithAck('unsubscribe')
  const triggered = next(socket, 'trigger')
  const publish = (event: string) => socket.emitWithAck('publish', { event, payload: event, delivery: 'realtime' })
  expect(await publish('created')).toMatchObject({ recipients: 0 })
  expect(await publish('deleted')).toMatchObject({ recipients: 1 })
  expect(await triggered).toBe('deleted')
})
