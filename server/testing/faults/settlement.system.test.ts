import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OneServer, startOne } from './one-server.ts'
import type { Peer } from './peer.ts'

let one: OneServer
let queues = 0
let queue: string
let owner: Peer
let stranger: Peer

beforeAll(async () => {
  one = await startOne()
})

afterAll(() => one.end())

/** The owner holds message 1; a stranger consumes the same subscription and holds message 2. */
beforeEach(async () => {
  queues += 1
  queue = `settled-${queues}`
  owner = await one.peers.join(queue, 'owner')
  stranger = await one.peers.join(queue, 'stranger')
  await owner.ask('subscribe', { name: 'work', credit: 1 })
  await owner.ask('publish', { event: 'created', id: 'mine' })
  await owner.next()
  await stranger.ask('subscribe', { name: 'work', credit: 1 })
})

afterEach(() => one.peers.leave())

const settle = (peer: Peer, seq: number) => peer.ask('settle', { name: 'work', acked: [[seq, seq]] })

test('a double settlement counts once, on the same connection and from a callback', async () => {
  const [delivery] = owner.all
  expect(await settle(owner, 1)).toEqual({ ok: true, settled: 1, ignored: [] })
  expect(await settle(owner, 1)).toEqual({ ok: true, settled: 0, ignored: [[1, 1]] })
  // It takes back nothing either: a nack after the acknowledgement would send it again.
  delivery?.ack({ nack: true, delayMs: 0 })
  expect(await owner.ask('settle', { name: 'work', nacked: [{ seq: 1, delayMs: 0 }] })).toMatchObject({ settled: 0 })
  await owner.ask('publish', { event: 'created', id: 'next' })
  const next = await Promise.race([owner.next(), stranger.next()])
  expect(next.message).toMatchObject({ id: 'next', attempt: 1 })
})

test('a late settlement, after the deadline, settles neither the old attempt nor the new one', async () => {
  // A name of its own, whose deadline is short, and long enough for what follows it.
  await owner.ask('subscribe', { name: 'hasty', from: 'start', credit: 1, ackDeadlineMs: 3_000 })
  const late = await owner.next()
  await stranger.ask('subscribe', { name: 'hasty', credit: 1 })
  const again = await Promise.race([owner.next(), stranger.next()])
  expect(again.message).toMatchObject({ id: 'mine', attempt: 2 })
  late.ack()
  const holder = owner.all.includes(again) ? owner : stranger
  const settleHasty = (peer: Peer, seq: number) => peer.ask('settle', { name: 'hasty', acked: [[seq, seq]] })
  // Asked after the late one on the same connection, so that it has been seen.
  await settleHasty(owner, 99)
  const nack = { seq: 1, attempt: 1, dead: true }
  expect(await holder.ask('settle', { name: 'hasty', nacked: [nack] })).toMatchObject({ settled: 0, ignored: [[1, 1]] })
  expect(await settleHasty(holder, 1)).toEqual({ ok: true, settled: 1, ignored: [] })
})

test('what another one holds cannot be settled, extended or refused', async () => {
  expect(await settle(stranger, 1)).toEqual({ ok: true, settled: 0, ignored: [[1, 1]] })
  const refused = { name: 'work', nacked: [{ seq: 1, dead: true }], extend: [1] }
  expect(await stranger.ask('settle', refused)).toMatchObject({ settled: 0 })
  const outsider = await one.peers.join(queue, 'outsider')
  expect(await settle(outsider, 1)).toMatchObject({ ok: false, error: { code: 'E_NO_SUBSCRIPTION' } })
  expect(await settle(owner, 1)).toEqual({ ok: true, settled: 1, ignored: [] })
})

test('forged acknowledgements of every likely id settle nothing, and harm nobody', async () => {
  const ack = (id: number) => stranger.socket.io.engine.write(`3/${queue},${id}[]`)
  for (let id = 0; id < 5_000; id += 1) ack(id)
  for (const id of [2 ** 31 - 1, 2 ** 31, 2 ** 53]) ack(id)
  // Its own message is still its own, and the owner's is still held.
  await owner.ask('publish', { event: 'created', id: 'theirs' })
  expect((await stranger.next()).message).toMatchObject({ id: 'theirs', attempt: 1 })
  expect(await settle(stranger, 2)).toMatchObject({ settled: 1 })
  expect(await settle(owner, 1)).toEqual({ ok: true, settled: 1, ignored: [] })
})
