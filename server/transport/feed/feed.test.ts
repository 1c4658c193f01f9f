import type { Readable } from 'node:stream'
import type { Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Changed, Cost, Tailed, Totals, Welcome } from '../../../lib/feed.ts'
import { Clients, collect, next } from '../testing/clients.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let clients: Clients
let page: Socket

beforeEach(async () => {
  server = await startServer()
  clients = new Clients(server.url)
  page = await clients.connect('/_dashboard')
})

afterEach(async () => {
  clients.close()
  await server.stop()
})

const watch = (topics: string[]) => page.emitWithAck('watch', { topics })

async function changed(): Promise<Changed> {
  return Changed.parse(await next(page, 'changed'))
}

test('it says what changed of what is watched', async () => {
  const publisher = await clients.connect('/')
  await publisher.emitWithAck('publish', { queue: 'orders', event: 'a' })
  expect(await watch(['messages:orders', 'messages:other'])).toEqual({ ok: true })
  const told = changed()
  await publisher.emitWithAck('publish', { queue: 'orders', event: 'a' })
  expect(await told).toEqual({ topics: ['messages:orders'] })
})

test('it tells of dead letters, jobs and what was done', async () => {
  const socket = await clients.connect('/orders')
  await socket.emitWithAck('subscribe', { name: 'billing' })
  const got = next(socket, 'message')
  const { seq } = await socket.emitWithAck('publish', { event: 'a' })
  await got
  await watch(['deadLetters', 'deadLetters:orders', 'deadLetters:other'])
  const died = changed()
  await socket.emitWithAck('settle', { name: 'billing', nacked: [{ seq, dead: true }] })
  expect(await died).toEqual({ topics: ['deadLetters', 'deadLetters:orders'] })
  await watch(['jobs', 'activity'])
  const told = collect(page, 'changed', 1)
  await server.broker.deleteLetters({}, {})
  const [first] = await told
  expect(Changed.parse(first).topics).toContain('jobs')
  await watch(['activity', 'activity:orders', 'activity:other'])
  const done = changed()
  await server.broker.purge('orders', {})
  expect((await done).topics).toEqual(['activity', 'activity:orders'])
})

test('it says so at most twice a second, however much changes', async () => {
  const publisher = await clients.connect('/')
  await watch(['messages'])
  const first = changed()
  await publisher.emitWithAck('publish', { queue: 'orders', event: 'a' })
  await first
  const from = performance.now()
  const second = changed()
  for (let i = 0; i < 100; i++) await publisher.emitWithAck('publish', { queue: 'orders', event: 'a' })
  await second
  expect(performance.now() - from).toBeGreaterThan(450)
})

test('totals and cost come each second to whoever watches them', async () => {
  expect(server.costs.take('nobody')).toEqual({ bytes: 0, queries: 0, cpuMs: 0 })
  await watch(['totals', 'cost'])
  const totals = Totals.parse(await next(page, 'totals'))
  expect(totals).toMatchObject({
    broker: { status: 'running', since: expect.stringMatching(/Z$/) },
    connections: 1,
    storage: { state: 'ok', since: null, commitP99Ms: 4.1, logBytes: 1_024, diskFreeBytes: 2_048, diskBytes: 4_096 },
  })
  const tab = server.broker.links()[0]?.link.id
  server.costs.add(tab, { queries: 3 })
  const cost = Cost.parse(await next(page, 'cost'))
  expect(cost.bytesPerSecond).toBeGreaterThan(100)
  expect(cost.queriesPerSecond).toBeGreaterThan(0)
  expect(cost.cpuShare).toBeLessThan(0.5)
})

test('what a tab cost is, to the byte, what came to it', async () => {
  const publisher = await clients.connect('/')
  await publisher.emitWithAck('publish', { queue: 'orders', event: 'a' })
  await page.emitWithAck('tail', { queue: 'orders' })
  const wire: Readable = Reflect.get(Reflect.get(page.io.engine.transport, 'ws'), '_socket')
  const tab = server.broker.links()[0]?.link.id ?? ''
  for (const payload of ['', 'x'.repeat(900), '\u{1f600}'.repeat(200)]) {
    server.costs.take(tab)
    const before = Reflect.get(wire, 'bytesRead')
    const told = next(page, 'tail')
    await publisher.emitWithAck('publish', { queue: 'orders', event: 'a', payload })
    await told
    expect(server.costs.take(tab).bytes).toBe(Reflect.get(wire, 'bytesRead') - before)
  }
})

test('who watches shares answers, and they are cleared before it is told of a change', async () => {
  const tab = server.broker.links()[0]?.link.id ?? ''
  const { shared } = server
  expect(shared.isFor(tab)).toBe(false)
  await watch(['messages'])
  expect(shared.isFor(tab)).toBe(true)
  shared.keep('/queues', Promise.resolve({ text: '{}', type: 'application/json' }))
  const told = changed()
  const publisher = await clients.connect('/')
  await publisher.emitWithAck('publish', { queue: 'orders', event: 'a' })
  await told
  expect(await shared.find('/queues')).toBeNull()
  await watch([])
  expect(shared.isFor(tab)).toBe(false)
})

test('a tail shows messages as they pass, with the first KiB of their payload', async () => {
  const publisher = await clients.connect('/')
  await publisher.emitWithAck('publish', { queue: 'orders', event: 'a' })
  expect(await page.emitWithAck('tail', { queue: 'orders', events: ['created'] })).toEqual({ ok: true })
  const told = next(page, 'tail')
  const payload = '\u{1f600}'.repeat(500)
  await publisher.emitWithAck('publish', { queue: 'orders', event: 'other' })
  await publisher.emitWithAck('publish', { queue: 'orders', event: 'created', payload, id: 't-1', key: 'k' })
  const { queue, messages, skipped } = Tailed.parse(await told)
  expect({ queue, skipped }).toEqual({ queue: 'orders', skipped: 0 })
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatchObject({ id: 't-1', event: 'created', key: 'k', delivery: 'queued', truncated: true })
  expect(messages[0]?.preview).toBe(`"${'\u{1f600}'.repeat(255)}`)
})

test('a tail of a burst shows the newest and says how many it skipped', async () => {
  const publisher = await clients.connect('/')
  await publisher.emitWithAck('publish', { queue: 'orders', event: 'a' })
  await page.emitWithAck('tail', { queue: 'orders' })
  const told = next(page, 'tail')
  const burst = Array.from({ length: 100 }, (_, payload) => ({ queue: 'orders', event: 'a', payload }))
  await publisher.emitWithAck('publish', burst)
  const { messages, skipped } = Tailed.parse(await told)
  expect(messages.map(({ preview }) => Number(preview))).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99])
  expect(skipped).toBe(90)
})

test('a tail of an unknown queue, and what cannot be watched, are refused', async () => {
  expect(await page.emitWithAck('tail', { queue: 'nowhere' })).toMatchObject({ error: { code: 'E_UNKNOWN_QUEUE' } })
  for (const topic of ['everything', 'jobs:orders', 'deadLetters:', 'activity:_x'])
    expect(await watch([topic])).toMatchObject({ ok: false })
  expect(await page.emitWithAck('publish', { queue: 'a', event: 'b' })).toMatchObject({
    error: { code: 'E_BAD_REQUEST' },
  })
})

test('a page is told which connection it is', async () => {
  const other = clients.open('/_dashboard')
  const { tab } = Welcome.parse(await next(other, 'welcome'))
  expect(server.broker.links().map(({ link }) => link.id)).toContain(tab)
})

test('nobody watching, no work', async () => {
  let listeners = 0
  const watchBroker = server.broker.watch.bind(server.broker)
  server.broker.watch = (listener) => {
    listeners += 1
    const end = watchBroker(listener)
    return () => {
      listeners -= 1
      end()
    }
  }
  await watch(['queues'])
  expect(listeners).toBe(1)
  const second = await clients.connect('/_dashboard')
  await second.emitWithAck('watch', { topics: ['queues'] })
  expect(listeners).toBe(1)
  await watch([])
  expect(listeners).toBe(1)
  const publisher = await clients.connect('/')
  second.disconnect()
  // Answered after the other's leaving was read.
  await publisher.emitWithAck('publish', { queue: 'a', event: 'b' })
  await page.emitWithAck('watch', { topics: [] })
  expect(listeners).toBe(0)
})
