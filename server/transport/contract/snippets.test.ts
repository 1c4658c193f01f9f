/** The lines of docs/protocol.md that a stranger copies, as they stand there but for the port. */
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server.stop())

function deferred() {
  let resolve: (value: unknown) => void = () => {}
  const promise = new Promise<unknown>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('the first example publishes, delivers and acknowledges', async () => {
  const billed = deferred()
  const answered = deferred()
  const bill = async (payload: unknown) => billed.resolve(payload)
  const orders = io(`${server.url}/orders`, { auth: { client: 'billing-1' } })
  orders.on('connect', () =>
    orders.emit('subscribe', { name: 'billing', delivery: 'queued', events: ['created'], from: 'start' }),
  )
  orders.on('message', async (message, ack) => {
    await bill(message.payload)
    ack?.()
  })
  const publisher = io(server.url)
  publisher.emit('publish', { queue: 'orders', event: 'created', payload: { id: 7 } }, answered.resolve)

  expect(await answered.promise).toEqual({ ok: true, id: expect.any(String), seq: expect.any(Number) })
  expect(await billed.promise).toEqual({ id: 7 })
  await orders.emitWithAck('settle', { name: 'billing' })
  expect(server.broker.subscription('orders', 'billing')).toMatchObject({ inFlight: 0, pending: 0, retrying: 0 })
  expect(server.broker.links().map(({ link }) => link.client)).toContain('billing-1')
  orders.disconnect()
  publisher.disconnect()
})
