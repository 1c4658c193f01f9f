import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Delivery, Peer } from '../peer.ts'
import { Stage } from './stage.ts'

const queue = 'moved'
const count = 10

let stage: Stage
let work: Peer
let got: Delivery[]

/** One holds ten messages; of another one nothing was sent yet. */
beforeEach(async () => {
  stage = await Stage.open()
  work = await stage.peers.join(queue)
  await work.ask('subscribe', { name: 'work' })
  await work.ask('subscribe', { name: 'away' })
  await work.ask('unsubscribe', { name: 'away' })
  const messages = Array.from({ length: count }, (_, i) => ({ event: 'created', id: `m-${i + 1}` }))
  await work.socket.emitWithAck('publish', messages)
  got = []
  while (got.length < count) got.push(await work.next())
})

afterEach(() => stage.close())

const settle = (peer: Peer, from: number, to: number) => peer.ask('settle', { name: 'work', acked: [[from, to]] })
const view = (name: string) => stage.api(`/subscriptions/${queue}/${name}`)
const stateOf = (seq: number) => stage.api(`/queues/${queue}/messages/${seq}/deliveries/work`)

/** The ids that a subscription gets now, up to one that is published now. */
async function rest(name: string): Promise<string[]> {
  const peer = await stage.peers.join(queue)
  await peer.ask('subscribe', { name })
  const id = `last of ${name}`
  await peer.ask('publish', { event: 'created', id })
  while ((await peer.next()).message.id !== id);
  return peer.all.map(({ message }) => message.id)
}

test('a purge that was answered holds after kill -9; late acknowledgements of what was in flight settle nothing', async () => {
  await work.ask('publish', { event: 'created', id: 'delayed', delayMs: 3_600_000 })
  expect(await stage.api(`/queues/${queue}/purge`, { confirm: queue })).toEqual({ purged: count })
  for (const { ack } of got.slice(0, 5)) ack()
  expect(await settle(work, 6, count)).toEqual({ ok: true, settled: 0, ignored: [[6, count]] })
  expect(await view('work')).toMatchObject({ inFlight: 0, pending: 0, floor: count })
  await stage.crash()
  const empty = { pending: 0, inFlight: 0, firstSeq: count + 1, lastSeq: count, storedBytes: 0, scheduled: 1 }
  expect(await stage.api(`/queues/${queue}`)).toMatchObject(empty)
  expect(await stage.api(`/queues/${queue}/messages`)).toMatchObject({ items: [] })
  expect(await stage.api(`/queues/${queue}/messages?state=scheduled`)).toMatchObject({ items: [{ id: 'delayed' }] })
  expect(await stateOf(3)).toMatchObject({ state: 'purged' })
  expect(await rest('work')).toEqual(['last of work'])
  expect(await rest('away')).toEqual(['last of work', 'last of away'])
  await stage.isUndisturbed()
})

test('a purge of one subscription holds after kill -9, and the other one keeps all', async () => {
  const body = { confirm: queue, subscription: 'work', upToSeq: 7 }
  expect(await stage.api(`/queues/${queue}/purge`, body)).toEqual({ purged: 7 })
  await stage.crash()
  expect(await view('work')).toMatchObject({ pending: 3, floor: 7 })
  expect(await view('away')).toMatchObject({ pending: count, floor: 0 })
  expect(await rest('work')).toEqual(['m-8', 'm-9', 'm-10', 'last of work'])
  expect((await rest('away')).length).toBe(count + 2)
  await stage.isUndisturbed()
})

test('a seek forward that was answered holds after kill -9: what it skipped is not sent, the rest is', async () => {
  const path = `/subscriptions/${queue}/work/seek`
  expect(await stage.api(path, { from: 8 })).toEqual({ startSeq: 8, skipped: 7, resent: 3 })
  for (const { ack } of got) ack()
  expect(await settle(work, 6, 7)).toEqual({ ok: true, settled: 0, ignored: [[6, 7]] })
  await stage.crash()
  expect(await view('work')).toMatchObject({ pending: 3, floor: 7 })
  expect(await stateOf(2)).toMatchObject({ state: 'purged' })
  expect(await rest('work')).toEqual(['m-8', 'm-9', 'm-10', 'last of work'])
  await stage.isUndisturbed()
})

test('a seek back that was answered holds after kill -9: what was settled and confirmed is sent again', async () => {
  expect(await settle(work, 1, 6)).toMatchObject({ settled: 6 })
  const path = `/subscriptions/${queue}/work/seek`
  expect(await stage.api(path, { from: 3 })).toEqual({ startSeq: 3, skipped: 0, resent: 8 })
  await stage.crash()
  expect(await view('work')).toMatchObject({ pending: 8, floor: 2 })
  expect(await rest('work')).toEqual([...got.slice(2).map(({ message }) => message.id), 'last of work'])
  await stage.isUndisturbed()
})

test('a seek back sends again what was settled; an acknowledgement of before settles nothing, also over kill -9', async () => {
  expect(await settle(work, 1, 6)).toMatchObject({ settled: 6 })
  const path = `/subscriptions/${queue}/work/seek`
  expect(await stage.api(path, { from: 'start' })).toEqual({ startSeq: 1, skipped: 0, resent: count })
  const again: Delivery[] = []
  while (again.length < count) again.push(await work.next())
  expect(again.map(({ message }) => message.id)).toEqual(got.map(({ message }) => message.id))
  for (const { ack } of got) ack()
  // Answered after what came before it on the same connection.
  expect(await settle(work, 1, 2)).toMatchObject({ settled: 2 })
  expect(await view('work')).toMatchObject({ inFlight: count - 2, floor: 2 })
  await stage.crash()
  expect(await view('work')).toMatchObject({ pending: count - 2, floor: 2 })
  expect(await rest('work')).toEqual([...got.slice(2).map(({ message }) => message.id), 'last of work'])
  expect((await rest('away')).length).toBe(count + 2)
  await stage.isUndisturbed()
})

test('one that dies again after a seek back and kill -9 has one letter, the newer', async () => {
  const dead = (reason: string) => ({ name: 'work', nacked: [{ seq: 1, dead: true, reason }] })
  expect(await work.ask('settle', dead('first'))).toMatchObject({ settled: 1 })
  await stage.api(`/subscriptions/${queue}/work/seek`, { from: 'start' })
  await stage.crash()
  expect(await view('work')).toMatchObject({ dead: 1, pending: count })
  work = await stage.peers.join(queue)
  await work.ask('subscribe', { name: 'work' })
  await work.next()
  expect(await work.ask('settle', dead('second'))).toMatchObject({ settled: 1 })
  expect(await view('work')).toMatchObject({ dead: 1 })
  expect(await stage.api(`/dead-letters?queue=${queue}`)).toMatchObject({ items: [{ seq: 1, reason: 'second' }] })
  expect(await stage.count('dead_letter')).toBe(1)
  await stage.isUndisturbed()
})
