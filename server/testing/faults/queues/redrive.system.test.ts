import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Peer } from '../peer.ts'
import { Stage } from './stage.ts'

const queue = 'letters'
/** Three pages of a job. */
const letters = 250
const takesLetters = (sql: string) => /delete from dead_letter/i.test(sql)
const mine = { filter: { queue } }
const ids = Array.from({ length: letters }, (_, i) => `m-${i}`)

let stage: Stage
let work: Peer
let other: Peer

beforeEach(async () => {
  stage = await Stage.open()
  work = await stage.peers.join(queue)
  other = await stage.peers.join(queue)
  await work.ask('subscribe', { name: 'work', credit: 1_000 })
  await other.ask('subscribe', { name: 'other', credit: 1_000 })
  await work.socket.emitWithAck(
    'publish',
    ids.map((id) => ({ event: 'created', id })),
  )
  const got = await take(work, letters)
  const nacked = got.map(({ message }) => ({ seq: message.seq, dead: true, reason: 'no' }))
  expect(await work.ask('settle', { name: 'work', nacked })).toMatchObject({ settled: letters })
  const acked = (await take(other, letters)).map(({ message }) => [message.seq, message.seq])
  expect(await other.ask('settle', { name: 'other', acked })).toMatchObject({ settled: letters })
})

afterEach(() => stage.close())

async function take(peer: Peer, count: number) {
  const got = []
  while (got.length < count) got.push(await peer.next())
  return got
}

const start = async (path: string, body: object, method?: string) =>
  (await stage.api(path, body, method)) as { jobId: string; total: number }

const inList = () => stage.count('dead_letter')
const copies = () => stage.count("message WHERE only_for = 'work'")

/** The job is under way, and its second page stands at this moment of its commit. */
async function untilSecondPage(moment: 'request' | 'response', begin: () => Promise<{ jobId: string; total: number }>) {
  const first = stage.proxy.stopTransaction('request', takesLetters)
  const job = await begin()
  expect(job.total).toBe(letters)
  await first.reached
  const second = stage.proxy.stopTransaction(moment, takesLetters)
  first.release()
  await second.reached
  return { job, cut: () => second.cut() }
}

/** Everybody has what is theirs: one copy of each for the one whose letters they were, nothing for the other. */
async function hasOneCopyOfEach(): Promise<void> {
  expect(await inList()).toBe(0)
  expect(await copies()).toBe(letters)
  const work = await stage.peers.join(queue)
  other = await stage.peers.join(queue)
  await work.ask('subscribe', { name: 'work', credit: 1_000 })
  await other.ask('subscribe', { name: 'other' })
  await work.ask('publish', { event: 'created', id: 'last' })
  const got = await take(work, letters + 1)
  expect(got.map(({ message }) => message.id).sort()).toEqual([...ids, 'last'].sort())
  expect(new Set(got.map(({ message }) => message.attempt))).toEqual(new Set([1]))
  expect((await other.next()).message.id).toBe('last')
}

describe.each([
  ['before the commit of its second page', 'request', 100],
  ['after that commit, before it heard of it', 'response', 200],
] as const)('killed %s', (_, moment, handled) => {
  test('a redrive goes on by itself; each letter has exactly one copy, also when it is asked for again', async () => {
    const { job, cut } = await untilSecondPage(moment, () => start('/dead-letters/redrive', mine))
    await stage.kill()
    cut()
    await stage.server.start()
    expect(await stage.ended(job.jobId)).toMatchObject({ state: 'done', done: letters, total: letters })
    const again = await start('/dead-letters/redrive', mine)
    expect(again.total).toBe(0)
    expect(await stage.ended(again.jobId)).toMatchObject({ state: 'done', done: 0 })
    await hasOneCopyOfEach()
    expect(await stage.api(`/queues/${queue}`)).toMatchObject({ dead: 0 })
    await stage.isUndisturbed()
  })

  test('a deletion has done whole pages, goes on by itself, and leaves none', async () => {
    const { job, cut } = await untilSecondPage(moment, () => start('/dead-letters', mine, 'DELETE'))
    await stage.kill()
    cut()
    // The page that Postgres has not heard the end of is rolled back as its connection goes.
    while ((await inList()) !== letters - handled);
    await stage.server.start()
    expect(await stage.ended(job.jobId)).toMatchObject({ state: 'done', done: letters, total: letters })
    expect(await inList()).toBe(0)
    expect(await copies()).toBe(0)
    expect(await stage.api(`/queues/${queue}`)).toMatchObject({ dead: 0, pending: 0 })
    await stage.isUndisturbed()
  })
})

test('a job tells how far it is, stops when it is cancelled, and is not begun again after a crash', async () => {
  const job = await start('/dead-letters/redrive', { ...mine, perSecond: 20, expectedCount: letters })
  const path = `/jobs/${job.jobId}`
  const done = async () => ((await stage.api(path)) as { done: number }).done
  while ((await done()) < 4);
  expect(await stage.api(path)).toMatchObject({ state: 'running', total: letters, perSecond: 20 })
  const cancelled = (await stage.api(path, undefined, 'DELETE')) as { done: number }
  expect(cancelled).toMatchObject({ state: 'cancelled', total: letters })
  expect(await inList()).toBe(letters - cancelled.done)
  expect(await copies()).toBe(cancelled.done)
  await stage.crash()
  expect(await stage.api(path)).toMatchObject({ state: 'cancelled', done: cancelled.done })
  expect(await stage.api(path, undefined, 'DELETE')).toMatchObject({ error: { code: 'E_CONFLICT' } })
  expect(await stage.api(`/queues/${queue}`)).toMatchObject({ dead: letters - cancelled.done })
  const rest = await start('/dead-letters/redrive', mine)
  expect(rest.total).toBe(letters - cancelled.done)
  expect(await stage.ended(rest.jobId)).toMatchObject({ state: 'done', done: rest.total })
  await hasOneCopyOfEach()
  await stage.isUndisturbed()
})

test('two redrives at once, while what they send dies again, make one copy of each letter', async () => {
  work.handle = ({ ack }) => ack({ nack: true, dead: true, reason: 'again' })
  const jobs = await Promise.all([start('/dead-letters/redrive', mine), start('/dead-letters/redrive', mine)])
  const ended = await Promise.all(jobs.map(({ jobId }) => stage.ended(jobId)))
  expect(ended.reduce((sum, { done }) => sum + done, 0)).toBe(letters)
  expect(await copies()).toBe(letters)
  while ((await inList()) < letters);
  expect(await stage.api(`/queues/${queue}`)).toMatchObject({ dead: letters })
  await stage.isUndisturbed()
})

test.each([
  ['before the commit', 'request', 0],
  ['after the commit, before it was heard of', 'response', 1],
] as const)('an edited letter, killed %s: it is in the list or was sent, never both', async (_, moment, sent) => {
  const [{ seq }] = ((await stage.api('/dead-letters?limit=1')) as { items: [{ seq: number }] }).items
  const body = { item: { queue, subscription: 'work', seq }, payload: { edited: true } }
  const stopped = stage.proxy.stopTransaction(moment, takesLetters)
  const asked = stage.api('/dead-letters/edit', body).catch(() => null)
  await stopped.reached
  await stage.kill()
  stopped.cut()
  await asked
  await stage.server.start()
  expect([await inList(), await copies()]).toEqual([letters - sent, sent])
  const again = await stage.api('/dead-letters/edit', body)
  expect(again).toMatchObject(sent === 1 ? { error: { code: 'E_NOT_FOUND' } } : { seq: expect.any(Number) })
  expect([await inList(), await copies()]).toEqual([letters - 1, 1])
  await stage.isUndisturbed()
})
