import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Peer } from '../peer.ts'
import { Stage } from './stage.ts'

const queue = 'doomed'
const gone = { error: { code: 'E_UNKNOWN_QUEUE' } }

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})

afterEach(() => stage.close())

/** Resolves with the refusal that ends it. */
async function publishUntilRefused(peer: Peer): Promise<unknown> {
  for (;;) {
    const messages = Array.from({ length: 20 }, () => ({ event: 'created', payload: 'x' }))
    const { results } = (await peer.socket.emitWithAck('publish', messages)) as { results: { ok: boolean }[] }
    const refused = results.find(({ ok }) => !ok)
    if (refused !== undefined) return refused
  }
}

const ends = (peer: Peer) => new Promise((resolve) => peer.socket.once('subscription', resolve))

async function deleted(): Promise<unknown> {
  return stage.api(`/queues/${queue}?confirm=${queue}`, undefined, 'DELETE')
}

test('deleted under load: everyone hears it, and nobody brings it back, also over kill -9', async () => {
  const [consumer, live, ...publishers] = await Promise.all([1, 2, 3, 4].map(() => stage.peers.join(queue)))
  if (consumer === undefined || live === undefined) throw new Error('nobody joined')
  await consumer.ask('subscribe', { name: 'work', credit: 1_000 })
  await live.ask('subscribe', {})
  await consumer.ask('publish', { event: 'created', id: 'delayed', delayMs: 3_600_000 })
  await consumer.ask('publish', { event: 'created', id: 'dies' })
  const nack = { name: 'work', nacked: [{ seq: (await consumer.next()).message.seq, dead: true, reason: 'no' }] }
  await consumer.ask('settle', nack)
  let seen = 0
  const busy = new Promise<void>((resolve) => {
    consumer.handle = ({ ack }) => {
      ack()
      seen += 1
      if (seen === 500) resolve()
    }
  })
  const refused = publishers.map(publishUntilRefused)
  const told = [ends(consumer), ends(live)]
  await busy
  expect(await deleted()).toEqual({ deleted: true })
  expect(await Promise.all(refused)).toMatchObject([gone, gone])
  expect(await Promise.all(told)).toEqual([
    { name: 'work', state: 'deleted' },
    { name: null, state: 'deleted' },
  ])
  const isBlocked = async (peer: Peer) => {
    expect(await peer.ask('publish', { event: 'created' })).toMatchObject(gone)
    expect(await peer.ask('subscribe', { name: 'work' })).toMatchObject(gone)
    expect(await peer.ask('subscribe', {})).toMatchObject(gone)
    expect(await stage.api(`/queues/${queue}/messages`, { event: 'created' })).toMatchObject(gone)
    expect(await stage.api(`/queues/${queue}`)).toMatchObject(gone)
    expect(await stage.api(`/queues?prefix=${queue}`)).toMatchObject({ items: [] })
    expect(await stage.api(`/dead-letters?queue=${queue}`)).toMatchObject({ items: [{ id: 'dies', reason: 'no' }] })
  }
  await isBlocked(consumer)
  await stage.crash()
  await isBlocked(await stage.peers.join(queue))
  await stage.isUndisturbed()
})

test('made by hand at once, it shows nothing of the old one, also over kill -9', async () => {
  const old = await stage.peers.join(queue)
  await old.ask('subscribe', { name: 'work' })
  for (const id of ['m-1', 'm-2', 'm-3']) await old.ask('publish', { event: 'created', id })
  await old.ask('publish', { event: 'created', id: 'delayed', delayMs: 3_600_000 })
  await deleted()
  expect(await stage.api('/queues', { name: queue })).toMatchObject({ name: queue, lastSeq: 0 })
  const isEmpty = async () => {
    expect(await stage.api(`/queues/${queue}/messages`)).toMatchObject({ items: [], nextCursor: null })
    expect(await stage.api(`/queues/${queue}/messages?state=purged`)).toMatchObject({ items: [], nextCursor: null })
    expect(await stage.api(`/subscriptions?queue=${queue}`)).toMatchObject({ items: [] })
    expect(await stage.api(`/queues/${queue}`)).toMatchObject({ lastSeq: 0, scheduled: 0, storedBytes: 0, pending: 0 })
  }
  await isEmpty()
  await stage.crash()
  await isEmpty()
  const fresh = await stage.peers.join(queue)
  expect(await fresh.ask('subscribe', { name: 'work', from: 'start' })).toMatchObject({
    subscription: { created: true, startSeq: 1 },
  })
  // The id of an old message is new here.
  expect(await fresh.ask('publish', { event: 'created', id: 'm-1' })).toEqual({ ok: true, id: 'm-1', seq: 1 })
  expect((await fresh.next()).message).toMatchObject({ id: 'm-1', seq: 1, attempt: 1 })
  await stage.isUndisturbed()
})

test('its name is free again after a minute, also over kill -9', async () => {
  const peer = await stage.peers.join(queue)
  await peer.ask('publish', { event: 'created' })
  await deleted()
  await stage.bystander.publisher.quiet()
  await stage.kill()
  stage.clock.set(61_000)
  await stage.server.start()
  const again = await stage.peers.join(queue)
  expect(await again.ask('publish', { event: 'created' })).toMatchObject({ ok: true, seq: 1 })
  await stage.isUndisturbed()
})

test('deleted during a redrive: what was not sent yet stays in the list, under its name', async () => {
  const count = 60
  const consumer = await stage.peers.join(queue)
  await consumer.ask('subscribe', { name: 'work' })
  await consumer.socket.emitWithAck(
    'publish',
    Array.from({ length: count }, () => ({ event: 'created' })),
  )
  const nacked = []
  while (nacked.length < count) nacked.push({ seq: (await consumer.next()).message.seq, dead: true, reason: 'no' })
  await consumer.ask('settle', { name: 'work', nacked })
  const body = { filter: { queue }, perSecond: 20 }
  const { jobId } = (await stage.api('/dead-letters/redrive', body)) as { jobId: string }
  await consumer.next()
  await deleted()
  const job = await stage.ended(jobId)
  expect(job).toMatchObject({ state: 'done', reason: expect.stringContaining('no longer exist') })
  expect(await stage.api(`/dead-letters/reasons?queue=${queue}`)).toMatchObject({
    items: [{ subscription: 'work', reason: 'no', count: count - job.done }],
  })
  await stage.api('/queues', { name: queue })
  const heir = await stage.peers.join(queue)
  await heir.ask('subscribe', { name: 'work' })
  const again = (await stage.api('/dead-letters/redrive', { filter: { queue } })) as { jobId: string }
  expect(await stage.ended(again.jobId)).toMatchObject({ state: 'done', done: count - job.done })
  for (let i = job.done; i < count; i++) (await heir.next()).ack()
  expect(await stage.count('dead_letter')).toBe(0)
  await stage.isUndisturbed()
})
