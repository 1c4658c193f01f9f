import { afterEach, describe, expect, test } from 'vitest'
import type { TestServer } from '../../server.ts'
import { api, Peer } from '../peer.ts'
import { Stage } from './stage.ts'

const queue = 'later'
const hour = 3_600_000
const intoSchedule = (sql: string) => /insert into scheduled/i.test(sql)
const outOfSchedule = (sql: string) => /delete from scheduled/i.test(sql)

let stage: Stage
afterEach(() => stage.close())

interface Confirmed {
  readonly ok: boolean
  readonly id: string
  readonly dueAt: string
  readonly duplicate?: true
}

/** Somebody who is there from the first message on, without a connection for now. */
async function open(options?: { standby: boolean }): Promise<Peer> {
  stage = await Stage.open(options)
  const consumer = await stage.peers.join(queue)
  await consumer.ask('subscribe', { name: 'work' })
  await consumer.ask('unsubscribe', { name: 'work' })
  return consumer
}

const delay = (peer: Peer, id: string, delayMs: number) =>
  peer.ask('publish', { event: 'due', id, delayMs }) as Promise<Confirmed>

/** So many delayed messages, in one packet. */
async function delayMany(peer: Peer, count: number, delayMs: number): Promise<Confirmed[]> {
  const messages = Array.from({ length: count }, (_, i) => ({ event: 'due', id: `m-${i}`, delayMs }))
  return ((await peer.socket.emitWithAck('publish', messages)) as { results: Confirmed[] }).results
}

/** Takes these and acknowledges them; what comes after them is a double. */
async function receives(server: TestServer, confirmed: readonly Confirmed[]): Promise<void> {
  const peer = await Peer.join(server.url, queue)
  await peer.ask('subscribe', { name: 'work', credit: 1_000 })
  await Promise.all(
    confirmed.map(async () => {
      const { message, ack } = await peer.next()
      ack()
      const { dueAt = '' } = confirmed.find(({ id }) => id === message.id) ?? {}
      // It got its seq then. An early one would say so.
      expect(message.publishedAt >= dueAt).toBe(true)
    }),
  )
  await peer.ask('publish', { event: 'due', id: 'last' })
  expect((await peer.next()).message.id).toBe('last')
  const expected = [...confirmed.map(({ id }) => id), 'last'].sort()
  expect(peer.all.map(({ message }) => message.id).sort()).toEqual(expected)
  peer.socket.disconnect()
  expect(await stage.count('scheduled')).toBe(0)
  expect(await api(server, `/queues/${queue}`)).toMatchObject({ scheduled: 0, lastSeq: expected.length })
}

describe.each([
  ['before the commit', 'request'],
  ['after the commit, before the confirm', 'response'],
] as const)('killed %s of a delayed message', (_, moment) => {
  test('it is sent again, and comes once, when it is due', async () => {
    const publisher = await open()
    const stop = stage.proxy.stopTransaction(moment, intoSchedule)
    publisher.socket.emit('publish', { event: 'due', id: 'm-0', delayMs: hour })
    await stop.reached
    await stage.kill()
    stop.cut()
    await stage.server.start()
    const again = await delay(await stage.peers.join(queue), 'm-0', 2_000)
    const known = moment === 'response'
    expect(again.duplicate).toBe(known ? true : undefined)
    expect(await stage.count('scheduled')).toBe(1)
    if (known) {
      await stage.bystander.publisher.quiet()
      stage.clock.set(hour)
      await stage.crash()
    }
    await receives(stage.server, [again])
    await stage.isUndisturbed()
  })
})

test.each([
  ['before', 'request'],
  ['after', 'response'],
] as const)('killed %s the commit that moves what is due: each comes once, none early', async (_, moment) => {
  const publisher = await open()
  const confirmed = await delayMany(publisher, 300, 1_500)
  const stop = stage.proxy.stopTransaction(moment, outOfSchedule)
  await stop.reached
  await stage.kill()
  stop.cut()
  await stage.server.start()
  await receives(stage.server, confirmed)
  await stage.isUndisturbed()
})

test('what is due while the broker is down comes when it is back, what was cancelled never, the rest in time', async () => {
  const publisher = await open()
  const [due, cancelled, later] = [
    await delay(publisher, 'due', hour),
    await delay(publisher, 'cancelled', hour),
    await delay(publisher, 'later', 3 * hour),
  ]
  const path = `/queues/${queue}/scheduled/cancelled`
  expect(await stage.api(path, undefined, 'DELETE')).toEqual({ cancelled: true })
  await stage.kill()
  await stage.server.start()
  expect(await stage.api(path, undefined, 'DELETE')).toEqual({ cancelled: false })
  expect(await stage.api(`/queues/${queue}`)).toMatchObject({ scheduled: 2 })
  expect(await stage.api(`/queues/${queue}/messages?state=scheduled`)).toMatchObject({
    items: [{ id: 'due', dueAt: due.dueAt }, { id: 'later' }],
  })
  await stage.bystander.publisher.quiet()
  await stage.kill()
  stage.clock.set(2 * hour)
  await stage.server.start()
  const consumer = await stage.peers.join(queue)
  await consumer.ask('subscribe', { name: 'work' })
  const first = await consumer.next()
  expect(first.message).toMatchObject({ id: 'due', seq: 1 })
  first.ack()
  expect(await stage.api(`/queues/${queue}`)).toMatchObject({ scheduled: 1 })
  expect(cancelled.ok).toBe(true)
  await stage.kill()
  stage.clock.set(4 * hour)
  await stage.server.start()
  const next = await stage.peers.join(queue)
  await next.ask('subscribe', { name: 'work' })
  for (let { message, ack } = await next.next(); message.id !== 'later'; { message, ack } = await next.next()) ack()
  expect(next.all.at(-1)?.message.publishedAt.localeCompare(later.dueAt)).toBe(1)
  expect(
    (await stage.database.query('SELECT id FROM message WHERE event = $1 ORDER BY seq', ['due'])) as object[],
  ).toEqual([{ id: 'due' }, { id: 'later' }])
  await stage.isUndisturbed()
})

test('one that stands by takes over and sends what is due, once', async () => {
  const publisher = await open({ standby: true })
  const confirmed = await delayMany(publisher, 50, 2_500)
  const ready = stage.successor.log.next((line) => line.event === 'ready')
  await stage.kill()
  await ready
  await receives(stage.successor, confirmed)
  await stage.isUndisturbed()
})
