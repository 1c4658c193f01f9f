import { describe, expect, it } from 'vitest'
import type { From, Sought } from '../api.ts'
import { StorageError } from '../ports.ts'
import { Harness } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const
const view = (h: Harness) => h.broker.subscription('orders', 'billing')

async function publish(h: Harness, times: number, input: { event?: string; key?: string } = {}): Promise<void> {
  for (let i = 0; i < times; i++) await h.publish({ queue: 'orders', ...input })
}

async function seek(h: Harness, from: From): Promise<Sought> {
  const answer = h.broker.seek('orders', 'billing', from)
  await h.clock.settle()
  return answer
}

describe('seek forward', () => {
  it('skips what is unsettled, takes back what is in flight, and goes on at the new point', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, credit: 2 })
    await publish(h, 6)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.settle()
    expect(await seek(h, { seq: 5 })).toEqual({ startSeq: 5, skipped: 3, resent: 0 })
    expect(outlet.seqs).toEqual([1, 2, 3, 5, 6])
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    expect(view(h)).toMatchObject({ floor: 4, inFlight: 2, pending: 0 })
    const message = { seq: 3, ord: 0, event: 'created', expiresAt: null, only: null, publishedAt: 0 }
    expect(h.broker.deliveries('orders', message)).toMatchObject([
      { state: 'purged', why: 'billing was moved past it 0 ms ago, before it had settled it.' },
    ])
  })

  it('to new leaves out what is in a commit, and takes what is published after the call', async () => {
    const h = await new Harness().start()
    const { outlet } = await h.consumer({ ...billing, credit: 1 })
    await publish(h, 3)
    const open = h.memory.hold()
    const underWay = h.send({ queue: 'orders' })
    await h.clock.settle()
    const answer = h.broker.seek('orders', 'billing', 'new')
    const after = h.send({ queue: 'orders' })
    open()
    await h.clock.settle()
    expect([...underWay, ...after]).toMatchObject([{ seq: 4 }, { seq: 5 }])
    expect(await answer).toEqual({ startSeq: 5, skipped: 4, resent: 0 })
    expect(outlet.seqs).toEqual([1, 5])
    expect(view(h)).toMatchObject({ inFlight: 1, pending: 0, floor: 4 })
  })

  it('beyond the head is after the head, and keeps pending exact while nobody is connected', async () => {
    const h = await new Harness().start()
    h.broker.disconnect((await h.consumer(billing)).link)
    await publish(h, 3)
    expect(await seek(h, { seq: 1_000 })).toEqual({ startSeq: 4, skipped: 3, resent: 0 })
    await publish(h, 2)
    expect(view(h)).toMatchObject({ pending: 2, floor: 3 })
  })

  it('to a time begins at the first message from then on', async () => {
    const h = await new Harness().start()
    const { outlet } = await h.consumer({ ...billing, credit: 1 })
    await publish(h, 2)
    await h.clock.advance(5_000)
    const time = h.clock.now()
    await publish(h, 2)
    expect(await seek(h, { time })).toEqual({ startSeq: 3, skipped: 2, resent: 0 })
    expect(outlet.seqs).toEqual([1, 3])
    expect(await seek(h, { time: time + 1 })).toMatchObject({ startSeq: 5 })
  })
})

describe('seek back', () => {
  it('sends again, also after a confirmed settlement, and keeps that over a crash', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await publish(h, 4)
    const settled = h.broker.settle(link, 'orders', { name: 'billing', acked: [[1, 4]], nacked: [], extend: [] })
    await h.clock.settle()
    await settled
    expect(await seek(h, { seq: 2 })).toEqual({ startSeq: 2, skipped: 0, resent: 3 })
    expect(outlet.deliveries.slice(4).map(({ message, attempt }) => [message.seq, attempt])).toEqual([
      [2, 1],
      [3, 1],
      [4, 1],
    ])
    expect(view(h)).toMatchObject({ floor: 1, inFlight: 3, pending: 0 })
    await h.crash()
    expect(view(h)).toMatchObject({ floor: 1, pending: 3 })
    expect((await h.consumer(billing)).outlet.seqs).toEqual([2, 3, 4])
  })

  it('takes back what it holds above the point, and ignores late settlements of that', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await publish(h, 3)
    h.broker.nack(link, 'orders', 'billing', 3, 1, { delayMs: 60_000 })
    await h.clock.settle()
    expect(await seek(h, 'start')).toEqual({ startSeq: 1, skipped: 0, resent: 3 })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    expect(view(h)).toMatchObject({ inFlight: 3, retrying: 0, floor: 0 })
    const again = outlet.deliveries.slice(3)
    expect(again.map(({ message }) => message.seq)).toEqual([1, 2, 3])
    for (const { message, attempt } of again) h.broker.ack(link, 'orders', 'billing', message.seq, attempt)
    expect(view(h)).toMatchObject({ inFlight: 0, floor: 3 })
  })

  it('starts failures anew', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await publish(h, 1)
    for (let attempt = 1; attempt <= 4; attempt++) {
      h.broker.nack(link, 'orders', 'billing', 1, attempt, { delayMs: 0 })
      await h.clock.settle()
    }
    await seek(h, 'start')
    h.broker.nack(link, 'orders', 'billing', 1, outlet.deliveries.at(-1)?.attempt ?? 0, { delayMs: 0 })
    await h.clock.settle()
    expect(view(h)).toMatchObject({ dead: 0, inFlight: 1 })
  })

  it('is not lost and not doubled by what is committed meanwhile', async () => {
    const h = await new Harness({ limits: { windowBytes: 50, pageMessages: 2 } }).start()
    const { link, outlet } = await h.consumer({ ...billing, credit: 1_000 })
    await publish(h, 5)
    const open = h.memory.hold()
    const before = h.send({ queue: 'orders' })
    await h.clock.settle()
    const answer = h.broker.seek('orders', 'billing', { seq: 4 })
    const after = [h.send({ queue: 'orders' }), h.send({ queue: 'orders' })]
    open()
    await h.clock.settle()
    expect([...before, ...after.flat()].map((outcome) => outcome.kind)).toEqual(['stored', 'stored', 'stored'])
    expect(await answer).toMatchObject({ startSeq: 4, skipped: 3 })
    expect(outlet.seqs.slice(0, 5)).toEqual([1, 2, 3, 4, 5])
    const held = h.broker.openSeqs('orders', 'billing', 'inFlight')
    expect(held).toEqual([4, 5, 6, 7, 8])
    const last = new Map(outlet.deliveries.map(({ message, attempt }) => [message.seq, attempt]))
    for (const seq of held) h.broker.ack(link, 'orders', 'billing', seq, last.get(seq) ?? 0)
    expect(view(h)).toMatchObject({ inFlight: 0, pending: 0, floor: 8 })
  })

  it('goes before its first start, and from the queue’s start where that was purged', async () => {
    const h = await new Harness().start()
    await publish(h, 4)
    const { outlet } = await h.consumer(billing)
    const purged = h.broker.purge('orders', { upToSeq: 2 })
    await h.clock.settle()
    await purged
    expect(await seek(h, { seq: 1 })).toEqual({ startSeq: 3, skipped: 0, resent: 2 })
    expect(outlet.seqs).toEqual([3, 4])
    expect(view(h)).toMatchObject({ pending: 0, inFlight: 2 })
    await h.crash()
    expect((await h.consumer(billing)).outlet.seqs).toEqual([3, 4])
  })

  it('counts what it wants alone, while nobody is connected', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ ...billing, events: ['deleted'] })
    for (const event of ['created', 'deleted', 'created', 'deleted']) await publish(h, 1, { event })
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    h.broker.ack(link, 'orders', 'billing', 4, 1)
    h.broker.disconnect(link)
    expect(await seek(h, { seq: 3 })).toEqual({ startSeq: 3, skipped: 0, resent: 1 })
    expect(view(h)).toMatchObject({ pending: 1 })
    expect(await seek(h, 'start')).toEqual({ startSeq: 1, skipped: 0, resent: 1 })
    expect(view(h)).toMatchObject({ pending: 2 })
  })

  it('goes on with ordered ones, keys and a consumer that is at its credit', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, ordered: true })
    await publish(h, 3, { key: 'k' })
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.settle()
    await seek(h, 'start')
    for (let i = 0; i < 3; i++) {
      const last = outlet.deliveries.at(-1)
      h.broker.ack(link, 'orders', 'billing', last?.message.seq ?? 0, last?.attempt ?? 0)
      await h.clock.settle()
    }
    expect(outlet.seqs).toEqual([1, 2, 1, 2, 3])
    expect(view(h)).toMatchObject({ floor: 3 })
  })

  it('replaces the letter of one that dies again', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await publish(h, 1)
    h.broker.nack(link, 'orders', 'billing', 1, 1, { dead: true, reason: 'first' })
    await h.clock.settle()
    await seek(h, 'start')
    h.broker.nack(link, 'orders', 'billing', 1, outlet.deliveries.at(-1)?.attempt ?? 0, {
      dead: true,
      reason: 'second',
    })
    await h.clock.settle()
    expect(h.memory.letters.map(({ reason }) => reason)).toEqual(['second'])
    expect(h.memory.repeatedLetters).toBe(0)
    expect(view(h)).toMatchObject({ dead: 1, floor: 1 })
  })

  it('forgets that it was skipped or settled before', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    await publish(h, 3)
    await seek(h, { seq: 4 })
    await seek(h, { seq: 2 })
    for (const { message, attempt } of outlet.deliveries.slice(3)) {
      h.broker.ack(link, 'orders', 'billing', message.seq, attempt)
    }
    const stateOf = (seq: number) =>
      h.broker.delivery('orders', 'billing', {
        seq,
        ord: 0,
        event: 'created',
        expiresAt: null,
        only: null,
        publishedAt: 0,
      })?.state
    expect([1, 2, 3].map(stateOf)).toEqual(['purged', 'acked', 'acked'])
    await h.clock.advance(300)
    await h.crash()
    expect([1, 2, 3].map(stateOf)).toEqual(['purged', 'acked', 'acked'])
    expect(h.memory.activities.at(-1)?.text).toBe('billing of orders was moved to seq 2, which sends 2 messages again.')
  })
})

describe('seek and purge', () => {
  it('lower a start that nothing had come to yet', async () => {
    const h = await new Harness().start()
    const created = h.broker.createQueue('orders')
    await h.clock.settle()
    await created
    const { outlet } = await h.consumer({ ...billing, from: { seq: 10 } })
    expect(await seek(h, { seq: 1 })).toMatchObject({ startSeq: 1 })
    await publish(h, 2)
    expect(outlet.seqs).toEqual([1, 2])
  })

  it('are refused while the log cannot be read', async () => {
    const h = await new Harness().start()
    await h.consumer({ ...billing, credit: 1 })
    await publish(h, 3)
    const gone = (): Promise<never> => Promise.reject(new StorageError('gone', true))
    Object.assign(h.memory, { read: gone, measure: gone, seqAt: gone })
    await expect(seek(h, { time: 1 })).rejects.toMatchObject({ code: 'E_STORAGE', retryAfterMs: 1_000 })
    await expect(h.broker.purge('orders', { upToSeq: 2 })).rejects.toMatchObject({ code: 'E_STORAGE' })
  })
})
