import { describe, expect, it } from 'vitest'
import { Harness } from '../testing/harness.ts'

const FULL = { kind: 'refused', error: { code: 'E_FULL', retryAfterMs: 1_000 } }

async function bounded(h: Harness, maxBytes: number): Promise<void> {
  const created = h.broker.createQueue('orders', { maxBytes })
  await h.clock.settle()
  await created
}

const big = (h: Harness, queue = 'orders') => h.publish({ queue, bytes: 500 })

describe('a queue that is full', () => {
  it('refuses queued publishes and says which limit, while real time goes on', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    await big(h)
    await big(h)
    const refused = await big(h)
    expect(refused).toMatchObject(FULL)
    expect(refused).toHaveProperty(
      'error.message',
      'orders holds 1000 B, 97 % of 1 KiB, and 500 B more do not fit; purge it, let its subscriptions catch up, or raise maxBytes',
    )
    expect(await h.publish({ queue: 'orders', delivery: 'realtime' })).toMatchObject({ kind: 'sent' })
    expect(await h.publish({ queue: 'mails' })).toMatchObject({ kind: 'stored' })
    expect(h.broker.queue('orders')).toMatchObject({ storedBytes: 1_000, maxBytes: 1_024, warning: 'size' })
  })

  it('refuses delayed publishes and copies too; a job on dead letters waits and goes on', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    const { link } = await h.consumer({ queue: 'orders', name: 'billing', ackDeadlineMs: 3_600_000 })
    await big(h)
    await big(h)
    h.broker.nack(link, 'orders', 'billing', 1, 1, { dead: true })
    const held = await h.consumer({ queue: 'orders', name: 'holds', from: 'start', ackDeadlineMs: 3_600_000 })
    expect(await h.publish({ queue: 'orders', bytes: 500, delayMs: 1_000 })).toMatchObject(FULL)
    await expect(h.broker.actOnDelivery('orders', 'billing', 2, { action: 'redeliver' })).rejects.toMatchObject({
      code: 'E_FULL',
    })
    const job = h.broker.redrive({})
    await h.clock.advance(5_000)
    const { id } = await job
    expect(h.broker.job(id)).toMatchObject({ state: 'running', done: 0 })
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    for (const { message, attempt } of held.outlet.deliveries) {
      h.broker.ack(held.link, 'orders', 'holds', message.seq, attempt)
    }
    await h.clock.advance(5_000)
    expect(h.broker.job(id)).toMatchObject({ state: 'done', done: 1 })
  })

  it('has room again however often refused publishers try', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
    await big(h)
    await big(h)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    const kinds = new Set<string>()
    for (let i = 0; i < 10; i++) {
      kinds.add((await big(h)).kind)
      await h.clock.advance(500)
    }
    expect(kinds).toEqual(new Set(['refused', 'stored']))
  })

  it('refuses for good what is larger than all that it may hold', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    const refused = await h.publish({ queue: 'orders', bytes: 1_025 })
    expect(refused).toMatchObject({ kind: 'refused', error: { code: 'E_TOO_LARGE', retryAfterMs: undefined } })
    expect(refused).toHaveProperty(
      'error.message',
      'the message has 1 KiB, more than all that orders may hold: its maxBytes is 1 KiB',
    )
    expect(await h.publish({ queue: 'orders', bytes: 1_025, delivery: 'realtime' })).toMatchObject({ kind: 'sent' })
    expect(h.broker.queue('orders')).toMatchObject({ storedBytes: 0, warning: null })
  })

  it('counts what waits for its commit, and answers a repeat of what it has', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    const sent = [1, 2, 3].flatMap((i) => h.send({ queue: 'orders', bytes: 500, id: `id-${i}` }))
    await h.clock.settle()
    expect(sent).toMatchObject([FULL])
    expect(await h.publish({ queue: 'orders', bytes: 500, id: 'id-1' })).toMatchObject({ seq: 1, duplicate: true })
  })

  it('takes again once its subscriptions have settled something', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
    await h.consumer({ queue: 'orders', name: 'idle', events: ['deleted'] })
    await big(h)
    await big(h)
    expect(await big(h)).toMatchObject(FULL)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.advance(1_000)
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 1, storedBytes: 500, warning: null })
    expect(await big(h)).toMatchObject({ kind: 'stored', seq: 3 })
    await h.crash()
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 1, storedBytes: 1_000 })
  })

  it('makes room for one that does not fit although it is far from full', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
    await big(h)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    expect(await h.publish({ queue: 'orders', bytes: 600 })).toMatchObject(FULL)
    await h.clock.advance(1_000)
    expect(await h.publish({ queue: 'orders', bytes: 600 })).toMatchObject({ kind: 'stored', seq: 2 })
  })

  it('lets nothing go early that a subscription still needs, nor where there is none', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    await big(h)
    await big(h)
    await h.clock.advance(120_000)
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 0, storedBytes: 1_000 })
    const away = await h.consumer({ queue: 'orders', name: 'away', from: 'start' })
    h.broker.disconnect(away.link)
    await h.clock.advance(120_000)
    expect(h.broker.subscription('orders', 'away')).toMatchObject({ pending: 2 })
    expect((await h.consumer({ queue: 'orders', name: 'away' })).outlet.seqs).toEqual([1, 2])
  })

  it('looks again soon after a refusal, however long it was full before', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    const { link, outlet } = await h.consumer({ queue: 'orders', name: 'billing', ackDeadlineMs: 3_600_000 })
    await big(h)
    await big(h)
    await h.clock.advance(600_000)
    expect(await big(h)).toMatchObject(FULL)
    for (const { message, attempt } of outlet.deliveries) {
      if (message.seq === 1) h.broker.ack(link, 'orders', 'billing', 1, attempt)
    }
    await h.clock.advance(1_000)
    expect(await big(h)).toMatchObject({ kind: 'stored' })
  })

  it('spares what one needs that begins while room is made', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
    await big(h)
    await big(h)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    h.broker.ack(link, 'orders', 'billing', 2, 1)
    const measure = h.memory.measure.bind(h.memory)
    let goOn = (): void => {}
    const gate = new Promise<void>((resolve) => {
      goOn = resolve
    })
    h.memory.measure = (...range) => gate.then(() => measure(...range))
    await h.clock.advance(1_000)
    const late = await h.consumer({ queue: 'orders', name: 'late', from: 'start' })
    goOn()
    await h.clock.settle()
    expect(late.outlet.seqs).toEqual([1, 2])
    expect(h.broker.queue('orders')).toMatchObject({ firstSeq: 0, storedBytes: 1_000 })
  })

  it('takes again after a purge, and after its limit is raised', async () => {
    const h = await new Harness().start()
    await bounded(h, 1_024)
    await big(h)
    await big(h)
    expect(await big(h)).toMatchObject(FULL)
    const raised = h.broker.updateQueue('orders', { maxBytes: 2_048 })
    await h.clock.settle()
    expect(await raised).toMatchObject({ maxBytes: 2_048, warning: null })
    expect(await big(h)).toMatchObject({ kind: 'stored' })
    expect(await big(h)).toMatchObject({ kind: 'stored' })
    expect(await big(h)).toMatchObject(FULL)
    const purged = h.broker.purge('orders')
    await h.clock.settle()
    expect(await purged).toBe(4)
    expect(await big(h)).toMatchObject({ kind: 'stored' })
    await h.crash()
    expect(h.broker.queue('orders')).toMatchObject({ storedBytes: 500 })
  })

  it('warns at 80 %, once each time that it gets there', async () => {
    const h = await new Harness().start()
    await bounded(h, 2_000)
    const warnings = () => h.memory.activities.filter(({ kind }) => kind === 'retentionWarning')
    for (let i = 0; i < 3; i++) await big(h)
    await h.clock.advance(60_000)
    expect(warnings()).toEqual([])
    await h.publish({ queue: 'orders', bytes: 100 })
    await h.clock.advance(60_000)
    await h.publish({ queue: 'orders', bytes: 100 })
    await h.clock.advance(300_000)
    expect(warnings()).toMatchObject([
      { queue: 'orders', text: 'orders holds 1.6 KiB, 80 % of 2 KiB; above that publishes are refused.' },
    ])
    const purged = h.broker.purge('orders')
    await h.clock.advance(120_000)
    await purged
    for (let i = 0; i < 4; i++) await big(h)
    await h.clock.advance(60_000)
    expect(warnings()).toHaveLength(2)
  })

  it('is a setting of at least 1 KiB', async () => {
    const h = await new Harness().start()
    await expect(h.broker.createQueue('orders', { maxBytes: 1_023 })).rejects.toMatchObject({
      code: 'E_BAD_REQUEST',
      field: 'maxBytes',
    })
    await expect(h.broker.createQueue('orders', { retentionMs: 59_999 })).rejects.toMatchObject({
      field: 'retentionMs',
    })
  })
})

describe('a database that is full', () => {
  it('refuses publishes to all queues, and takes again once there is room', async () => {
    const h = await new Harness({ limits: { databaseBytes: 2_000 } }).start()
    const { link } = await h.consumer({ queue: 'mails', name: 'out' })
    for (let i = 0; i < 2; i++) await big(h, 'mails')
    for (let i = 0; i < 2; i++) await big(h)
    const refused = await h.publish({ queue: 'orders' })
    expect(refused).toMatchObject(FULL)
    expect(refused).toHaveProperty('error.message', expect.stringContaining('all queues together hold 2 KiB, 100 %'))
    expect(h.broker.queue('orders').warning).toBe('size')
    h.broker.ack(link, 'mails', 'out', 1, 1)
    await h.clock.advance(1_000)
    expect(h.broker.queue('mails')).toMatchObject({ firstSeq: 1 })
    expect(await h.publish({ queue: 'orders', bytes: 300 })).toMatchObject({ kind: 'stored' })
    expect(h.broker.queue('orders')).toMatchObject({ warning: 'size' })
    const deleted = h.broker.deleteQueue('mails')
    await h.clock.settle()
    await deleted
    expect(h.broker.queue('orders')).toMatchObject({ warning: null })
  })

  it('has the log drop at once what nobody needs', async () => {
    const h = await new Harness({ limits: { databaseBytes: 1_000 } }).start()
    const { link } = await h.consumer({ queue: 'orders', name: 'billing' })
    await big(h)
    h.broker.ack(link, 'orders', 'billing', 1, 1)
    await h.clock.advance(60_000)
    expect(h.memory.queues.get(1)?.messages).toHaveLength(1)
    await big(h)
    await h.clock.advance(500)
    await h.clock.advance(60_000)
    expect(h.memory.queues.get(1)?.messages.map(({ seq }) => seq)).toEqual([2])
  })
})
