import type { Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Clients, next } from '../testing/clients.ts'
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

describe('settling', () => {
  test('is answered when it is on disk', async () => {
    const socket = await clients.connect('/disk')
    await subscribe(socket, {})
    const got = next(socket, 'message')
    const { seq } = await publish(socket)
    await got
    const release = server.log.hold()
    const order: string[] = []
    const settled = socket
      .emitWithAck('settle', { name: 'billing', acked: [[seq, seq]] })
      .then(() => order.push('settled'))
    // Real time does not wait for the log: its answer shows that the server has handled both packets.
    await publish(socket, { delivery: 'realtime' })
    order.push('released')
    release()
    await settled
    expect(order).toEqual(['released', 'settled'])
  })

  test('a nack of another attempt than the current one is ignored', async () => {
    const socket = await clients.connect('/attempts')
    await subscribe(socket, {})
    const got = next(socket, 'message')
    const { seq } = await publish(socket)
    await got
    const nack = (attempt: number) =>
      socket.emitWithAck('settle', { name: 'billing', nacked: [{ seq, attempt, delayMs: 60_000 }] })
    expect(await nack(2)).toEqual({ ok: true, settled: 0, ignored: [[seq, seq]] })
    expect(view('attempts')).toMatchObject({ inFlight: 1 })
    expect(await nack(1)).toEqual({ ok: true, settled: 1, ignored: [] })
  })

  test('extending what is held is no settlement, and what is not held is ignored', async () => {
    const socket = await clients.connect('/extend')
    await subscribe(socket, {})
    const got = next(socket, 'message')
    const { seq } = await publish(socket)
    await got
    const answer = await socket.emitWithAck('settle', { name: 'billing', extend: [seq, seq + 1] })
    expect(answer).toMatchObject({ ok: true, ignored: [[seq + 1, seq + 1]] })
    expect(view('extend')).toMatchObject({ inFlight: 1 })
  })
})
