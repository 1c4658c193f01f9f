import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OneServer, startOne } from './one-server.ts'
import { api, type Delivery, type Peer } from './peer.ts'

let one: OneServer
let queues = 0
/** Of its own for each test. */
let queue: string
let publisher: Peer

beforeAll(async () => {
  one = await startOne()
})

afterAll(() => one.end())

beforeEach(async () => {
  queues += 1
  queue = `faults-${queues}`
  publisher = await one.peers.join(queue, 'publisher')
})

afterEach(() => one.peers.leave())

const publish = (id: string, event = 'created') => publisher.ask('publish', { event, id })
const idOf = ({ message }: Delivery) => message.id

test('a consumer process killed in mid-handling: its message goes to another one at once, and is no failure', async () => {
  const script = path.join(import.meta.dirname, 'hanging-consumer.ts')
  const command = ['--import', 'tsx', script, one.server.url, queue, 'billing']
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('subscribed')
  await publish('held')
  expect((await lines.next()).value).toBe('handling held')
  const other = await one.peers.join(queue, 'other')
  await other.ask('subscribe', { name: 'billing' })
  await publish('neighbour')
  const neighbour = await other.next()
  expect(idOf(neighbour)).toBe('neighbour')
  neighbour.ack()
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  const again = await other.next()
  expect(again.message).toMatchObject({ id: 'held', seq: 1, attempt: 2 })
  expect(await other.ask('settle', { name: 'billing', acked: [[1, 1]] })).toMatchObject({ ok: true, settled: 1 })
  expect(await api(one.server, `/queues/${queue}/messages/1`)).toMatchObject({
    deliveries: [{ state: 'acked', attempts: [{ outcome: 'disconnected' }, { outcome: 'acked' }] }],
  })
})

test('a handler that hangs: each deadline is a failure, the last one a dead letter, and others go on', async () => {
  await api(one.server, '/queues', { name: queue, settings: { maxFailures: 2 } })
  const [hanging, sound] = [await one.peers.join(queue, 'hanging'), await one.peers.join(queue, 'sound')]
  // Ordered: the second message comes when the first is out of the way, which is the signal here.
  await hanging.ask('subscribe', { name: 'hangs', ordered: true, ackDeadlineMs: 1_000 })
  await sound.ask('subscribe', { name: 'works' })
  await publish('stuck')
  await publish('behind it')
  for (const attempt of [1, 2]) expect((await hanging.next()).message).toMatchObject({ id: 'stuck', attempt })
  for (const id of ['stuck', 'behind it']) {
    const delivery = await sound.next()
    expect(delivery.message).toMatchObject({ id, attempt: 1 })
    delivery.ack()
  }
  const next = await hanging.next()
  expect(next.message).toMatchObject({ id: 'behind it', attempt: 1 })
  // A late answer of the handler that hung settles nothing.
  hanging.all[0]?.ack()
  next.ack()
  await hanging.ask('settle', { name: 'hangs' })
  expect(await api(one.server, `/dead-letters?queue=${queue}`)).toMatchObject({
    items: [{ id: 'stuck', subscription: 'hangs', attempts: [{ outcome: 'deadline' }, { outcome: 'deadline' }] }],
  })
})

test('a message that crashes each consumer: it is dispatched alone, its neighbours arrive, and it dies after 20 deliveries', async () => {
  const neighbours = ['before', 'after', 'later']
  for (const id of ['before', 'poison', 'after', 'later']) await publish(id)
  const settled = new Set<string>()
  let poisoned = 0
  let crashed: () => void = () => undefined
  const work = async (): Promise<Peer> => {
    const consumer = await one.peers.join(queue, 'fragile')
    consumer.handle = ({ message, ack }) => {
      if (message.id !== 'poison') {
        settled.add(message.id)
        return ack()
      }
      poisoned += 1
      void consumer.crash().then(crashed)
    }
    await consumer.ask('subscribe', { name: 'fragile', from: 'start' })
    return consumer
  }
  for (let crash = 1; crash <= 20; crash += 1) {
    const died = new Promise<void>((resolve) => {
      crashed = resolve
    })
    await work()
    await died
  }
  const last = await work()
  last.handle = null
  await publish('the end')
  expect(idOf(await last.next())).toBe('the end')
  expect(poisoned).toBe(20)
  expect(settled).toEqual(new Set(neighbours))
  expect(await api(one.server, `/dead-letters?queue=${queue}`)).toMatchObject({
    items: [{ id: 'poison', reason: expect.stringMatching(/^lost with its consumer/) }],
  })
})

test('a nack storm: every message comes again until it is settled, and another queue notices nothing', async () => {
  const messages = 300
  const refusals = 3
  const storming = await one.peers.join(queue, 'storming')
  const settled = new Map<string, number>()
  let done = (): void => undefined
  const calm = new Promise<void>((resolve) => {
    done = resolve
  })
  storming.handle = ({ message, ack }) => {
    if (message.attempt <= refusals) return ack({ nack: true, delayMs: 0, reason: 'storm' })
    settled.set(message.id, message.attempt)
    ack()
    if (settled.size === messages) done()
  }
  await storming.ask('subscribe', { name: 'storm', credit: 1_000 })
  const other = await one.peers.join(`${queue}-calm`, 'calm')
  await other.ask('subscribe', { name: 'calm' })
  const all = Array.from({ length: messages }, (_, n) => publish(`m-${n}`))
  for (let n = 1; n <= 50; n += 1) {
    await other.ask('publish', { event: 'created', id: `calm-${n}` })
    const delivery = await other.next()
    expect(delivery.message).toMatchObject({ id: `calm-${n}`, attempt: 1 })
    delivery.ack()
  }
  await Promise.all(all)
  await calm
  expect(new Set(settled.values())).toEqual(new Set([refusals + 1]))
  expect(storming.all).toHaveLength(messages * (refusals + 1))
  expect(await api(one.server, `/dead-letters?queue=${queue}`)).toMatchObject({ items: [] })
})

test('two exclusive consumers: one works, and when it dies the other is promoted and gets what it held', async () => {
  const [first, second] = [await one.peers.join(queue, 'first'), await one.peers.join(queue, 'second')]
  const promoted = new Promise((resolve) => second.socket.once('subscription', resolve))
  const options = { name: 'alone', exclusive: true }
  expect(await first.ask('subscribe', options)).toMatchObject({ subscription: { active: true } })
  expect(await second.ask('subscribe', options)).toMatchObject({ subscription: { active: false } })
  await publish('held')
  await first.next()
  await first.crash()
  expect(await promoted).toEqual({ name: 'alone', state: 'active' })
  expect((await second.next()).message).toMatchObject({ id: 'held', attempt: 2 })
  const back = await one.peers.join(queue, 'first')
  expect(await back.ask('subscribe', options)).toMatchObject({ subscription: { active: false } })
  await publish('next')
  expect((await second.next()).message.id).toBe('next')
  expect(back.all).toEqual([])
})
