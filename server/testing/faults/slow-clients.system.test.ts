import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { RawLink } from '../../transport/testing/raw.ts'
import { TcpProxy } from '../tcp-proxy.ts'
import { type OneServer, startOne } from './one-server.ts'
import { type Delivery, Peer } from './peer.ts'

let one: OneServer
let queues = 0
let queue: string
let publisher: Peer
let slow: RawLink

beforeAll(async () => {
  one = await startOne()
})

afterAll(() => one.end())

beforeEach(async () => {
  queues += 1
  queue = `slow-${queues}`
  publisher = await one.peers.join(queue, 'publisher')
  slow = new RawLink(one.server.url)
  await slow.join(`/${queue}`)
})

afterEach(() => {
  slow.close()
  one.peers.leave()
})

const quarterMiB = 'x'.repeat(250_000)

async function subscribeSlowly(options: object): Promise<void> {
  slow.send(`2/${queue},1${JSON.stringify(['subscribe', options])}`)
  await slow.next(`3/${queue},1`)
}

test('real time: one that does not read misses messages and is told how many; others get all', async () => {
  await subscribeSlowly({})
  const healthy = await one.peers.join(queue, 'healthy')
  await healthy.ask('subscribe', {})
  slow.socket.pause()
  // Beyond what the system buffers for a connection on loopback, and 1 MiB of the broker's own.
  let dropped = 0
  let sent = 0
  while (dropped < 3) {
    sent += 1
    const answer = await publisher.ask('publish', { event: 'big', delivery: 'realtime', payload: quarterMiB })
    expect(answer).toMatchObject({ ok: true, seq: null })
    if (recipientsOf(answer) === 1) dropped += 1
  }
  slow.socket.resume()
  expect(await slow.next(`2/${queue},["gap"`)).toBe(`2/${queue},["gap",{"dropped":3}]`)
  for (let n = 0; n < sent; n += 1) await healthy.next()
})

function recipientsOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'recipients' in answer ? answer.recipients : undefined
}

test('one that asks and never reads the answers is closed above 4 MiB, and others work', async () => {
  const healthy = await one.peers.join(queue, 'healthy')
  await healthy.ask('subscribe', { name: 'healthy' })
  slow.socket.pause()
  // Refusals quote what was wrong: answers of 1 KiB each, and the pause of reading does not count for them.
  const closed = one.server.log.next((line) => String(line.msg).includes('reads too slowly'))
  const bad = `2/${queue},1${JSON.stringify(['subscribe', { ['y'.repeat(900)]: 1 }])}`
  let over = false
  void closed.then(() => {
    over = true
  })
  while (!over) {
    for (let n = 0; n < 200; n += 1) slow.send(bad)
    await publisher.ask('publish', { event: 'created' })
    ;(await healthy.next()).ack()
  }
  slow.socket.resume()
  await slow.closed
  expect(await publisher.ask('publish', { event: 'created' })).toMatchObject({ ok: true })
  await healthy.next()
})

test('queued: one that does not read holds 4 MiB and no more, and another consumer gets the rest', async () => {
  await subscribeSlowly({ name: 'work', credit: 1_000 })
  slow.socket.pause()
  const messages = 40
  for (let n = 0; n < messages; n += 1)
    await publisher.ask('publish', { event: 'big', payload: quarterMiB, id: `m-${n}` })
  const healthy = await one.peers.join(queue, 'healthy')
  const rest: Delivery[] = []
  let enough = (): void => undefined
  const got = new Promise<void>((resolve) => {
    enough = resolve
  })
  const held = Math.floor((4 * 1_048_576) / 250_002)
  healthy.handle = (delivery) => {
    rest.push(delivery)
    delivery.ack()
    if (rest.length === messages - held) enough()
  }
  await healthy.ask('subscribe', { name: 'work' })
  await got
  expect(rest.map(({ message }) => message.attempt)).toEqual(rest.map(() => 1))
  // It goes on where it stood when it reads again: it still holds its own.
  slow.socket.resume()
  for (let n = 0; n < held; n += 1) await slow.next(`2/${queue},`)
  slow.send(`2/${queue},2${JSON.stringify(['settle', { name: 'work', acked: [[1, messages]] }])}`)
  expect(await slow.next(`3/${queue},2`)).toContain(`"settled":${held}`)
})

test('a half-open connection: its pings stop, and what it held goes to another one', async () => {
  const proxy = await TcpProxy.before(one.server.url)
  const lost = await Peer.join(proxy.url.replace(/\/$/, ''), queue, 'lost')
  await lost.ask('subscribe', { name: 'work' })
  await publisher.ask('publish', { event: 'created', id: 'held' })
  await lost.next()
  // From here on nothing gets through in either direction, and nobody is told.
  proxy.swallow()
  const other = await one.peers.join(queue, 'other')
  await other.ask('subscribe', { name: 'work' })
  await publisher.ask('publish', { event: 'created', id: 'neighbour' })
  const first = await other.next()
  expect(first.message).toMatchObject({ attempt: first.message.id === 'held' ? 2 : 1 })
  first.ack()
  const second = await other.next()
  expect(new Set([first.message.id, second.message.id])).toEqual(new Set(['held', 'neighbour']))
  lost.socket.disconnect()
  await proxy.close()
})
