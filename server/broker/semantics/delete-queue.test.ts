import { describe, expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

const billing = { queue: 'orders', name: 'billing' } as const

async function deleteQueue(h: Harness, name = 'orders'): Promise<void> {
  const answer = h.broker.deleteQueue(name)
  await h.clock.settle()
  return answer
}

describe('delete a queue', () => {
  it('ends its subscriptions, tells their consumers, and ends real-time subscribers and stays', async () => {
    const h = await new Harness().start()
    const { link, outlet } = await h.consumer(billing)
    const ui = h.client('ui')
    await h.broker.subscribeRealtime(ui.link, ui.outlet, 'orders', ['*'])
    await h.publish({ queue: 'orders' })
    await deleteQueue(h)
    expect(outlet.standings).toEqual(['billing deleted'])
    expect(h.broker.queues()).toEqual([])
    expect(h.broker.links().flatMap(({ subscriptions }) => subscriptions)).toEqual([])
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    expect(h.broker.totals()).toMatchObject({ queued: { inFlight: 0, waiting: 0 } })
    const created = h.broker.createQueue('orders')
    await h.clock.settle()
    await created
    await h.publish({ queue: 'orders', delivery: 'realtime' })
    expect(ui.outlet.messages.map(({ seq }) => seq)).toEqual([1])
    expect(h.broker.presence('orders')).toEqual([])
    expect([...h.memory.subscriptions.values()]).toEqual([])
  })

  it('refuses publishes that wait, keeps those in a commit, and frees what they took', async () => {
    const h = await new Harness({ limits: { waitingBytes: 100 } }).start()
    await h.publish({ queue: 'orders' })
    const open = h.memory.hold()
    const underWay = h.send({ queue: 'orders', bytes: 40 })
    await h.clock.settle()
    const waiting = h.send({ queue: 'orders', bytes: 50, id: 'mine' })
    const other = h.send({ queue: 'mails', bytes: 10 })
    const deleted = h.broker.deleteQueue('orders')
    await h.clock.settle()
    expect(waiting).toMatchObject([{ kind: 'refused', error: { code: 'E_UNKNOWN_QUEUE' } }])
    expect(h.send({ queue: 'mails', bytes: 50 })).toEqual([])
    open()
    await h.clock.settle()
    await deleted
    expect(underWay).toMatchObject([{ kind: 'stored', seq: 2 }])
    expect(other).toMatchObject([{ kind: 'stored', seq: 1 }])
    expect(h.memory.queues.size).toBe(1)
    expect(h.broker.queues().map(({ name }) => name)).toEqual(['mails'])
  })

  it('does not make the name again by itself for 60 s, also over a restart', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    await deleteQueue(h)
    const refused = { kind: 'refused', error: { code: 'E_UNKNOWN_QUEUE' } }
    expect(await h.publish({ queue: 'orders' })).toMatchObject(refused)
    await h.clock.advance(30_000)
    await h.crash()
    expect(await h.publish({ queue: 'orders' })).toMatchObject(refused)
    const { link, outlet } = h.client()
    await expect(h.broker.subscribe(link, outlet, billing)).rejects.toMatchObject({ code: 'E_UNKNOWN_QUEUE' })
    await expect(h.broker.subscribeRealtime(link, outlet, 'orders', ['*'])).rejects.toMatchObject({
      code: 'E_UNKNOWN_QUEUE',
    })
    await h.clock.advance(29_999)
    expect(await h.publish({ queue: 'orders' })).toMatchObject(refused)
    await h.clock.advance(1)
    expect(await h.publish({ queue: 'orders' })).toMatchObject({ kind: 'stored', seq: 1 })
  })

  it('by hand may be made at once: another queue, from seq 1, without the old messages', async () => {
    const h = await new Harness().start()
    for (let i = 0; i < 3; i++) await h.publish({ queue: 'orders', id: `id-${i}` })
    const before = h.broker.queue('orders')
    await deleteQueue(h)
    const created = h.broker.createQueue('orders')
    await h.clock.settle()
    expect((await created).id).toBeGreaterThan(before.id)
    expect(await h.publish({ queue: 'orders', id: 'id-0' })).toMatchObject({ seq: 1, duplicate: false })
    const { outlet } = await h.consumer({ ...billing, from: 'start' })
    expect(outlet.deliveries.map(({ message }) => message.id)).toEqual(['id-0'])
    await h.crash()
    expect(h.broker.queue('orders')).toMatchObject({ lastSeq: 1, storedBytes: before.storedBytes / 3 })
    expect((await h.consumer({ queue: 'orders', name: 'late', from: 'start' })).outlet.seqs).toEqual([1])
  })

  it('keeps dead letters, also one that died a moment before', async () => {
    const h = await new Harness().start()
    const { link } = await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    await h.publish({ queue: 'orders' })
    h.broker.nack(link, 'orders', 'billing', 1, 1, { dead: true, reason: 'first' })
    await h.clock.settle()
    h.broker.nack(link, 'orders', 'billing', 2, 1, { dead: true, reason: 'second' })
    await deleteQueue(h)
    expect(h.memory.letters.map(({ reason }) => reason)).toEqual(['first', 'second'])
  })

  it('takes its delayed messages with it, also those on their way into the schedule', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders', id: 'first', delayMs: 60_000 })
    const open = h.memory.hold()
    h.send({ queue: 'orders', id: 'second', delayMs: 1_000 })
    await h.clock.settle()
    const waiting = h.send({ queue: 'orders', id: 'third', delayMs: 1_000 })
    await h.clock.settle()
    const deleted = h.broker.deleteQueue('orders')
    await h.clock.settle()
    open()
    await h.clock.settle()
    await deleted
    expect(waiting).toMatchObject([{ kind: 'refused', error: { code: 'E_UNKNOWN_QUEUE' } }])
    expect(await h.memory.nextDueAt()).toBe(null)
    await h.clock.advance(120_000)
    const created = h.broker.createQueue('orders')
    await h.clock.settle()
    expect(await created).toMatchObject({ scheduled: 0, lastSeq: 0 })
  })

  it('ends a subscribe that is looking for its start', async () => {
    const h = await new Harness().start()
    await h.publish({ queue: 'orders' })
    const { link, outlet } = h.client()
    const late = h.broker.subscribe(link, outlet, { ...billing, from: { time: h.clock.now() } })
    const deleted = h.broker.deleteQueue('orders')
    const refused = expect(late).rejects.toMatchObject({ code: 'E_UNKNOWN_QUEUE' })
    await h.clock.settle()
    await Promise.all([deleted, refused])
    expect([...h.memory.subscriptions.values()]).toEqual([])
  })

  it('says what went, and refuses a queue that is not there', async () => {
    const h = await new Harness().start()
    await h.consumer(billing)
    await h.publish({ queue: 'orders' })
    await deleteQueue(h)
    expect(h.memory.activities.at(-1)).toMatchObject({
      kind: 'queueDeleted',
      text: 'orders was deleted, with what it held up to seq 1 and 1 subscription.',
    })
    await expect(h.broker.deleteQueue('orders')).rejects.toMatchObject({ code: 'E_UNKNOWN_QUEUE' })
  })
})

it('keeps its messages until the deletion is on disk: a crash before that brings it back whole', async () => {
  const h = await new Harness({ limits: { keepMs: 0 } }).start()
  await h.consumer({ queue: 'orders', name: 'billing', credit: 1 })
  await h.publish({ queue: 'orders' })
  await h.publish({ queue: 'orders' })
  h.memory.hold()
  h.send({ queue: 'mails' })
  await h.clock.settle()
  h.broker.deleteQueue('orders').catch(() => {})
  await h.clock.advance(10 * 60_000)
  await h.crash()
  const { outlet } = await h.consumer({ queue: 'orders', name: 'billing' })
  expect(outlet.seqs).toEqual([1, 2])
})
