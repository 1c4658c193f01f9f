import { afterEach, expect, test } from 'vitest'
import { type Client, connect, type LinkState } from '../../../lib/client/index.ts'
import { startServer, type TestServer } from '../../transport/testing/server.ts'
import { CuttingProxy } from './cutting-proxy.ts'
import { Collected } from './harness.ts'

const swift = { transports: ['websocket'], reconnectionDelay: 1, reconnectionDelayMax: 5 }

let client: Client
const running: TestServer[] = []
const proxies: CuttingProxy[] = []

afterEach(async () => {
  await client.close({ timeoutMs: 0 })
  for (const proxy of proxies.splice(0)) proxy.stop()
  for (const server of running.splice(0)) await server.stop()
})

async function serve(): Promise<TestServer> {
  const server = await startServer()
  running.push(server)
  return server
}

/** An address that nobody answers. */
async function nobody(): Promise<string> {
  const server = await startServer()
  await server.stop()
  return server.url
}

test('of several addresses the client finds the one that serves', async () => {
  const dead = [await nobody(), await nobody()]
  const server = await serve()
  client = connect([...dead, server.url], { socket: swift })
  expect(await client.publish({ queue: 'orders', event: 'created' })).toMatchObject({ seq: 1 })
})

test('a broker that closes is left for the next address, without the rest that it asks for', async () => {
  const [first, second] = [await serve(), await serve()]
  const states = new Collected<LinkState>()
  client = connect([first.url, second.url], { socket: swift, onState: (state) => states.add(state) })
  await client.publish({ queue: 'orders', event: 'created' })
  const got = new Collected<unknown>()
  await client.subscribe('orders', { name: 'billing' }, ({ payload }) => got.add(payload))
  // It would have the client wait for longer than this test lasts.
  first.transport.closing(3_600_000)
  running.splice(0, 1)
  await first.stop()
  await client.publish({ queue: 'orders', event: 'created', payload: 'to the second' })
  await got.reached(1)
  expect(states.all).toEqual(['connected', 'reconnecting', 'connected'])
  expect(second.broker.queue('orders')).toMatchObject({ lastSeq: 1 })
})

test('a connection that breaks is tried first where it was', async () => {
  const [first, second] = [await serve(), await serve()]
  const proxy = await CuttingProxy.start(first.port)
  proxies.push(proxy)
  client = connect([proxy.url, second.url], { socket: swift })
  await client.publish({ queue: 'orders', event: 'created' })
  proxy.cut()
  expect(await client.publish({ queue: 'orders', event: 'created' })).toMatchObject({ seq: 2 })
  expect(second.broker.queues()).toEqual([])
})

test('no address at all is a mistake of the caller', async () => {
  client = connect([(await serve()).url], { socket: swift })
  expect(() => connect([])).toThrow('connect needs the URL of a broker, or several.')
})
