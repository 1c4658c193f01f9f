import { describe, expect, it } from 'vitest'
import { StorageError } from '../ports.ts'
import { Harness } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const
const view = (h: Harness, name = 'billing') => h.broker.subscription('orders', name)

async function publish(h: Harness, times: number, input: { event?: string; key?: string } = {}): Promise<void> {
  for (let i = 0; i < times; i++) await h.publish({ queue: 'orders', ...input })
}

async function purge(h: Harness, input: { subscription?: string; upToSeq?: number } = {}): Promise<number> {
  const answer = h.broker.purge('orders', input)
  await h.clock.settle()
  return answer
}

/** Why one delivery is as it is. */
function why(h: Harness, seq: number, name = 'billing') {
  const message = { seq, ord: 0, event: 'created', expiresAt: null, only: null, publishedAt: 0 }
  return h.broker.delivery('orders', name, message)
}

describe('purge of a queue', () => {
  it('ends what is in flight, retrying, blocked, ready and not scanned, and answers how many messages that were', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, credit: 3 })
    await publish(h, 1, { key: 'k' })
    await publish(h, 2)
    h.broker.nack(link, 'orders', 'billing', 2, 1, { delayMs: 60_000 })
    await h.clock.settle()
    await publish(h, 1, { key: 'k' })
    await publish(h, 3)
    expect(h.broker.openSeqs('orders', 'billing', 'retrying')).toEqual([2])
    expect(view(h)).toMatchObject({ inFlight: 3, retrying: 1, pending: 3 })
    expect(await purge(h)).toBe(7)
    expect(view(h)).toMatchObject({ inFlight: 0, retrying: 0, pending: 0, floor: 7, upto: 7 })
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 7, lastSeq: 7, storedBytes: 0, pending: 0 })
    await h.clock.advance(120_000)
    expect(outlet.seqs).toEqual([1, 2, 3, 5])
  })

  it('ignores late settlements of what it took, and gives their credit back', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer({ ...billing, credit: 2 })
    await publish(h, 2)
    await purge(h)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    h.broker.nack(link, 'orders', 'billing', 2, 1, { dead: true })
    const late = await h.broker.settle(link, 'orders', {
      name: 'billing',
      acked: [[1, 2]],
      nacked: [],
      extend: [],
      unconfirmed: true,
    })
    expect(late).toEqual({ settled: 0, ignored: [[1, 2]] })
    expect(view(h)).toMatchObject({ inFlight: 0, dead: 0, pending: 0 })
    await publish(h, 3)
    expect(outlet.seqs).toEqual([1, 2, 3, 4])
    expect(view(h)).toMatchObject({ inFlight: 2, pending: 1 })
  })

  it('gives the bytes of the link back to its other subscriptions', async () => {
    const h = await new Harness({ limits: { linkUnackedBytes: 100 } }).start()
    const { link, outlet } = await h.consumer(billing)
    await h.publish({ queue: 'orders', bytes: 90 })
    const other = h.broker.subscribe(link, outlet, { queue: 'mails', name: 'out' })
    await h.clock.settle()
    await other
    await h.publish({ queue: 'mails', bytes: 90 })
    expect(outlet.deliveries).toHaveLength(1)
    await purge(h)
    expect(outlet.deliveries.map(({ message }) => message.queue)).toEqual(['orders', 'mails'])
  })

  it('lets ordered, keyed and exclusive subscriptions go on', async () => {
    const h = await new Harness().start()
    const ordered = await h.consumer({ queue: 'orders', name: 'ordered', ordered: true })
    const keyed = await h.consumer({ queue: 'orders', name: 'keyed' })
    const first = await h.consumer({ queue: 'orders', name: 'exclusive', exclusive: true })
    const second = await h.consumer({ queue: 'orders', name: 'exclusive' })
    await publish(h, 3, { key: 'k' })
    await purge(h)
    await publish(h, 2, { key: 'k' })
    expect(ordered.outlet.seqs).toEqual([1, 4])
    expect(keyed.outlet.seqs).toEqual([1, 4])
    expect(first.outlet.seqs).toEqual([1, 4])
    h.broker.disconnect(first.link)
    await h.clock.settle()
    expect(second.outlet.seqs).toEqual([4])
  })

  it('keeps pending exact for subscriptions that have caught up, are behind, or are detached', async () => {
    const h = await new Harness().start()
    for (const name of ['detached', 'picky']) {
      const events = name === 'picky' ? ['deleted'] : ['*']
      h.broker.disconnect((await h.consumer({ queue: 'orders', name, events })).link)
    }
    const caughtUp = await h.consumer({ queue: 'orders', name: 'caughtUp' })
    await h.consumer({ queue: 'orders', name: 'behind', credit: 1 })
    for (const event of ['created', 'deleted', 'created', 'deleted', 'created', 'deleted'])
      await publish(h, 1, { event })
    h.broker.ack(caughtUp.link, 'orders', 'caughtUp', 1, 1)
    expect(await purge(h, { upToSeq: 3 })).toBe(3)
    expect(view(h, 'caughtUp')).toMatchObject({ pending: 0, inFlight: 3, floor: 3 })
    expect(view(h, 'behind')).toMatchObject({ pending: 2, inFlight: 1, floor: 3 })
    expect(view(h, 'detached')).toMatchObject({ pending: 3, floor: 3, upto: 3 })
    expect(view(h, 'picky')).toMatchObject({ pending: 2, floor: 3 })
    const picky = await h.consumer({ queue: 'orders', name: 'picky' })
    expect(picky.outlet.seqs).toEqual([4, 6])
    expect(view(h, 'picky')).toMatchObject({ pending: 0, inFlight: 2 })
  })

  it('holds from its answer on, also where the process dies before the states are written', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    h.broker.disconnect((await h.consumer({ queue: 'orders', name: 'away' })).link)
    await publish(h, 5)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.advance(300)
    const before = new Map(h.memory.states)
    expect(await purge(h, { upToSeq: 3 })).toBe(3)
    for (const [id, state] of before) h.memory.states.set(id, state)
    await h.crash()
    expect(view(h)).toMatchObject({ pending: 2, floor: 3 })
    expect(view(h, 'away')).toMatchObject({ pending: 2, floor: 3 })
    expect((await h.consumer(billing)).outlet.seqs).toEqual([4, 5])
    expect((await h.consumer({ queue: 'orders', name: 'away' })).outlet.seqs).toEqual([4, 5])
  })

  it('ends what a restart brought back, whose keys are not known yet', async () => {
    const h = await new Harness().start()
    await h.consumer(billing)
    await publish(h, 3, { key: 'k' })
    await h.clock.advance(300)
    await h.crash()
    await purge(h, { upToSeq: 2 })
    expect(view(h)).toMatchObject({ pending: 1, floor: 2 })
    const { outlet } = await h.consumer(billing)
    await publish(h, 1)
    expect(outlet.seqs).toEqual([3, 4])
  })

  it('is not answered before it is on disk, and a crash before that undoes it', async () => {
    const h = await new Harness().start()
    await h.consumer(billing)
    await publish(h, 2)
    const open = h.memory.hold()
    let answered = false
    h.broker.purge('orders').then(
      () => {
        answered = true
      },
      () => {},
    )
    await h.clock.settle()
    expect(answered).toBe(false)
    await h.crash()
    open()
    expect(view(h)).toMatchObject({ pending: 2, floor: 0 })
  })

  it('waits while the log is away, and is done once', async () => {
    const h = await new Harness().start()
    await h.consumer(billing)
    await publish(h, 2)
    h.memory.inject({ kind: 'fail', error: new StorageError('gone', true) })
    const answer = h.broker.purge('orders')
    await h.clock.advance(1_000)
    expect(await answer).toBe(2)
    expect(await purge(h)).toBe(0)
  })

  it('spares what is in a commit, and real time and the schedule go on', async () => {
    const h = await new Harness().start()
    const { outlet } = await h.consumer(billing)
    await publish(h, 2)
    const open = h.memory.hold()
    const underWay = h.send({ queue: 'orders' })
    await h.clock.settle()
    const answer = h.broker.purge('orders')
    await h.clock.settle()
    open()
    await h.clock.settle()
    expect(await answer).toBe(2)
    expect(underWay).toMatchObject([{ kind: 'stored', seq: 3 }])
    expect(outlet.seqs).toEqual([1, 2, 3])
    expect(view(h)).toMatchObject({ inFlight: 1, floor: 2 })
  })

  it('says of a purged delivery that it was, also after a restart', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await publish(h, 3)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await purge(h)
    expect(why(h, 1)).toMatchObject({ state: 'acked' })
    expect(why(h, 2)).toMatchObject({ state: 'purged', why: 'It was purged 0 ms ago, before billing had settled it.' })
    await h.crash()
    expect(why(h, 3)).toMatchObject({ state: 'purged' })
    expect(h.memory.activities.at(-1)).toMatchObject({
      kind: 'queuePurged',
      queue: 'orders',
      text: '3 messages were purged from orders, up to seq 3.',
    })
  })

  it('is nothing to a subscription that begins later, from the start', async () => {
    const h = await new Harness().start()
    await publish(h, 4)
    await purge(h, { upToSeq: 2 })
    const late = await h.consumer({ ...billing, from: 'start', credit: 1 })
    expect(late.outlet.seqs).toEqual([3])
    expect(view(h)).toMatchObject({ pending: 1, inFlight: 1 })
    expect(why(h, 2)).toMatchObject({ state: 'purged', why: 'billing began after it, at seq 3.' })
  })

  it('leaves nothing that counts as stored, whatever the log dropped before', async () => {
    const h = await new Harness().start()
    await publish(h, 3)
    h.memory.queues.get(1)?.messages.splice(0, 1)
    expect(await purge(h)).toBe(2)
    expect(h.broker.queue('orders')).toMatchObject({ storedBytes: 0 })
  })

  it('of two at once counts each message once', async () => {
    const h = await new Harness().start()
    await publish(h, 4)
    const both = [h.broker.purge('orders', { upToSeq: 3 }), h.broker.purge('orders')]
    await h.clock.settle()
    expect(await Promise.all(both)).toEqual([3, 1])
  })

  it('refuses a queue that is not there', async () => {
    const h = await new Harness().start()
    await expect(h.broker.purge('nothing')).rejects.toMatchObject({ code: 'E_UNKNOWN_QUEUE' })
  })
})

it('is refused, also a repeated one, where the log was lost before it was on disk', async () => {
  const h = await new Harness().start()
  await h.consumer(billing)
  await publish(h, 2)
  h.memory.hold()
  const both = Promise.allSettled([h.broker.purge('orders'), h.broker.purge('orders')])
  await h.clock.settle()
  await h.memory.acquire(() => {})
  await h.clock.settle()
  const refused = { status: 'rejected', reason: { code: 'E_CLOSING' } }
  expect(await both).toMatchObject([refused, refused])
})

describe('purge of one subscription', () => {
  it('answers what it had not settled, and leaves the others alone', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer({ ...billing, credit: 3 })
    const other = await h.consumer({ queue: 'orders', name: 'other' })
    await publish(h, 6)
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    await h.clock.settle()
    expect(await purge(h, { subscription: 'billing', upToSeq: 5 })).toBe(4)
    expect(view(h)).toMatchObject({ floor: 5, inFlight: 1, pending: 0 })
    expect(view(h, 'other')).toMatchObject({ floor: 0, inFlight: 6 })
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 0 })
    h.broker.ack(other.link, 'orders', 'other', 1, 1)
    await h.crash()
    expect(view(h)).toMatchObject({ floor: 5, pending: 1 })
    expect(why(h, 4)).toMatchObject({ state: 'purged' })
  })

  it('of one that is detached counts what it wants alone', async () => {
    const h = await new Harness().start()
    h.broker.disconnect((await h.consumer({ ...billing, events: ['deleted'] })).link)
    for (const event of ['created', 'deleted', 'created', 'deleted', 'deleted']) await publish(h, 1, { event })
    expect(await purge(h, { subscription: 'billing', upToSeq: 4 })).toBe(2)
    expect(view(h)).toMatchObject({ pending: 1 })
    await expect(h.broker.purge('orders', { subscription: 'nobody' })).rejects.toMatchObject({
      code: 'E_NO_SUBSCRIPTION',
    })
  })
})
