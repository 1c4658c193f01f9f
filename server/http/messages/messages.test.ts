import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import type { FakeClient } from '../testing/client.ts'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const itemsOf = (body: unknown): Record<string, unknown>[] =>
  isRecord(body) && Array.isArray(body.items) ? body.items.filter(isRecord) : []

const cursorOf = (body: unknown): string | null =>
  isRecord(body) && typeof body.nextCursor === 'string' ? body.nextCursor : null

/** Seqs of what a query lists, real-time messages by their id. */
async function list(bench: Bench, query = ''): Promise<unknown[]> {
  const { body } = await bench.ask(`/queues/orders/messages?${query}`)
  return itemsOf(body).map(({ seq, id }) => seq ?? id)
}

/** All pages of a query; `between` happens before each but the first. */
async function readAll(bench: Bench, query: string, between: () => Promise<unknown>): Promise<unknown[]> {
  const seen: unknown[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body } = await bench.ask(`/queues/orders/messages?${query}${cursor && `&cursor=${cursor}`}`)
    seen.push(...itemsOf(body).map(({ seq, id }) => seq ?? id))
    cursor = cursorOf(body)
    await between()
  }
  return seen
}

const ack = (bench: Bench, client: FakeClient, name: string, seq: number) =>
  bench.broker.ack(client, 'orders', name, seq, 1)
const nack = (bench: Bench, client: FakeClient, name: string, seq: number, more: object = {}) =>
  bench.broker.nack(client, 'orders', name, seq, 1, { reason: 'PSP 503', ...more })

/**
 * Seven messages; billing takes `created` with credit 4: 1 acked, 2 in flight, 3 retrying, 4 dead, 6 and 7 pending.
 * 5 is `deleted`, for audit alone, where nobody is. phone is away for 6 and 7, desk is there for all.
 */
async function busyBench(): Promise<Bench> {
  const bench = await Bench.start()
  await bench.ask('/queues', { body: { name: 'orders' } })
  const audit = await bench.consumer('audit', { events: ['deleted'] })
  bench.broker.disconnect(audit)
  const billing = await bench.consumer('billing', { events: ['created'], credit: 4 })
  await bench.listener('desk')
  const phone = await bench.listener('phone', ['created'])
  for (const n of [1, 2, 3, 4]) await bench.publish({ id: `m${n}`, payload: { n }, key: `k${n}` })
  await billing.arrived(4)
  await bench.publish({ id: 'm5', event: 'deleted', payload: 'Grüße %_\\' })
  bench.broker.disconnect(phone)
  bench.clock.pass(1_000)
  await bench.ask('/queues/orders/pause', { method: 'POST' })
  for (const n of [6, 7]) await bench.publish({ id: `m${n}` })
  ack(bench, billing, 'billing', 1)
  nack(bench, billing, 'billing', 3, { delayMs: 60_000 })
  nack(bench, billing, 'billing', 4, { dead: true })
  await bench.ask('/queues/orders/messages', { body: { event: 'created', id: 'live', delivery: 'realtime' } })
  // A change is committed after what was asked for before it: the dead letter and the real-time message are written.
  await bench.ask('/queues', { body: { name: 'last' } })
  return bench
}

describe('the list of messages', () => {
  it('is newest first, real-time messages in their places, each with its cells', async () => {
    const bench = await busyBench()
    expect(await list(bench)).toEqual(['live', 7, 6, 5, 4, 3, 2, 1])
    expect(await list(bench, 'order=asc')).toEqual([1, 2, 3, 4, 5, 6, 7, 'live'])
    const items = itemsOf((await bench.ask('/queues/orders/messages?order=asc')).body)
    const states = items.map(({ state }) => state)
    expect(states).toEqual([
      { acked: 1, delivered: 2 },
      { inFlight: 1, delivered: 2 },
      { retrying: 1, delivered: 2 },
      { dead: 1, delivered: 2 },
      { pending: 1, delivered: 1 },
      { pending: 1, delivered: 1, missed: 1 },
      { pending: 1, delivered: 1, missed: 1 },
      { delivered: 1, missed: 1 },
    ])
    expect(items[2]).toMatchObject({
      attempt: 1,
      deliveries: [
        { name: 'billing', delivery: 'queued', state: 'retrying', retryAt: '2026-03-01T12:01:01.000Z' },
        { name: 'desk', delivery: 'realtime', state: 'delivered' },
        { name: 'phone', delivery: 'realtime', state: 'delivered' },
      ],
    })
    expect(items[7]).toMatchObject({
      seq: null,
      delivery: 'realtime',
      position: { seq: 7, ord: 1 },
      subscription: null,
    })
  })

  it.each([
    ['event=deleted', [5]],
    ['event=nothing', []],
    ['id=m3', [3]],
    ['key=k3', [3]],
    ['fromSeq=6', ['live', 7, 6]],
    ['fromSeq=6&order=asc&limit=1', [6]],
    [`text=${encodeURIComponent('"N":2')}`, [2]],
    [`text=${encodeURIComponent('grüße %_')}`, [5]],
    ['text=%25', [5]],
    ['since=2026-03-01T12:00:01Z', ['live', 7, 6]],
    ['until=2026-03-01T12:00:00.999Z', [5, 4, 3, 2, 1]],
    ['since=2026-03-01T13:00:01%2B01:00&until=2026-03-01T12:00:01.000Z', ['live', 7, 6]],
    ['state=acked', [1]],
    ['state=inFlight', [2]],
    ['state=retrying', [3]],
    ['state=dead', [4]],
    ['state=pending', [7, 6, 5]],
    ['state=pending&event=deleted', [5]],
    ['state=pending,inFlight,retrying', [7, 6, 5, 3, 2]],
    ['state=missed', ['live', 7, 6]],
    ['state=missed,dead', ['live', 7, 6, 4]],
    ['state=delivered&fromSeq=7', ['live', 7]],
    ['state=expired', []],
    ['state=purged', []],
    ['state=scheduled', []],
    ['subscription=billing', [7, 6, 4, 3, 2, 1]],
    ['subscription=billing&state=pending', [7, 6]],
    ['subscription=audit', [5]],
    ['subscription=audit&state=dead', []],
    ['subscription=phone&state=missed', ['live', 7, 6]],
    ['subscription=desk&state=missed', []],
    ['subscription=desk', ['live', 7, 6, 5, 4, 3, 2, 1]],
    ['subscription=nobody', []],
  ])('filters: %s', async (query, expected) => {
    expect(await list(await busyBench(), query)).toEqual(expected)
  })

  it('asks the log for little: open seqs and ranges, and nothing where nothing can be', async () => {
    const bench = await busyBench()
    const asked = async (query: string) => {
      const before = bench.memory.asked.length
      await list(bench, query)
      return bench.memory.asked.slice(before).map(({ filter }) => filter)
    }
    expect(await asked('state=retrying')).toMatchObject([{ delivery: 'queued', seqRanges: [[3, 3]] }])
    expect(await asked('state=dead')).toMatchObject([{ seqRanges: [[4, 4]] }])
    expect(await asked('subscription=billing&state=pending')).toMatchObject([{ events: ['created'] }])
    expect(await asked('state=missed')).toMatchObject([{ since: Date.UTC(2026, 2, 1, 12) - 1 }])
    expect(await asked('subscription=desk&state=missed')).toEqual([])
    expect(await asked('state=scheduled')).toEqual([])
    expect(await asked('subscription=nobody&state=dead')).toEqual([])
  })

  it.each([
    ['state=lost', 'state.0'],
    ['state=', 'state.0'],
    ['fromSeq=-1', 'fromSeq'],
    ['fromSeq=1.5', 'fromSeq'],
    ['fromSeq=99999999999999999', 'fromSeq'],
    ['since=yesterday', 'since'],
    ['since=2026-03-01', 'since'],
    ['event=a&event=b', 'event'],
    ['text=', 'text'],
    ['text=%00', 'text'],
    ['order=up', 'order'],
    ['colour=red', 'colour'],
  ])('refuses ?%s', async (query, field) => {
    const answer = await (await busyBench()).ask(`/queues/orders/messages?${query}`)
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field } }])
  })
})

describe('pages of messages', () => {
  it.each(['asc', 'desc'])('lose and repeat nothing while others are published, %s', async (order) => {
    const bench = await Bench.start()
    const publishLive = (id: string) =>
      bench.ask('/queues/orders/messages', { body: { event: 'created', id, delivery: 'realtime' } })
    // Ties: several real-time messages stand at one seq.
    for (const n of [1, 2, 3]) {
      await bench.publish()
      await publishLive(`a${n}`)
      await publishLive(`b${n}`)
    }
    await bench.ask('/queues', { body: { name: 'last' } })
    const there = [1, 'a1', 'b1', 2, 'a2', 'b2', 3, 'a3', 'b3']
    let left = 4
    const more = async () => left-- > 0 && (await bench.publish())
    const seen = await readAll(bench, `order=${order}&limit=2`, more)
    const expected = order === 'desc' ? [...there].reverse() : [...there, 4, 5, 6, 7]
    expect(seen).toEqual(expected)
  })

  it('end where the time of a search is up, and go on from there', async () => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing', { credit: 1_000 })
    for (let n = 0; n < 2; n += 1)
      await bench.ask('/queues/orders/messages', { body: { messages: Array(250).fill({ event: 'created' }) } })
    await billing.arrived(500)
    for (const { seq } of billing.got) if (seq !== 1) ack(bench, billing, 'billing', seq)
    bench.spent = 0
    const read = bench.memory.listMessages.bind(bench.memory)
    bench.memory.listMessages = (request) => {
      bench.spent += 1_500
      return read(request)
    }
    const first = await bench.ask('/queues/orders/messages?state=inFlight,acked&limit=200')
    expect(itemsOf(first.body)).toHaveLength(200)
    const rare = await bench.ask('/queues/orders/messages?state=inFlight,expired')
    expect([itemsOf(rare.body), cursorOf(rare.body)]).toEqual([[], expect.any(String)])
    const rest = await bench.ask(`/queues/orders/messages?state=inFlight,expired&cursor=${cursorOf(rare.body)}`)
    expect(itemsOf(rest.body)).toMatchObject([{ seq: 1 }])
    expect(cursorOf(rest.body)).toBeNull()
  })

  it('end above 4 MiB of payload', async () => {
    const bench = await Bench.start()
    const payload = 'x'.repeat(250_000)
    for (let n = 0; n < 20; n += 1) await bench.publish({ payload })
    const first = await bench.ask('/queues/orders/messages?limit=200')
    const rest = await bench.ask(`/queues/orders/messages?limit=200&cursor=${cursorOf(first.body)}`)
    expect([itemsOf(first.body).length, itemsOf(rest.body).length, cursorOf(rest.body)]).toEqual([17, 3, null])
  })

  it('belong to their queue and filters', async () => {
    const bench = await busyBench()
    const { body } = await bench.ask('/queues/orders/messages?limit=1&event=created')
    for (const path of ['/queues/orders/messages?', '/queues/last/messages?event=created&']) {
      const answer = await bench.ask(`${path}cursor=${cursorOf(body)}`)
      expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field: 'cursor' } }])
    }
  })
})

describe('one message', () => {
  it('has its deliveries with attempts and a why', async () => {
    const bench = await busyBench()
    const { body } = await bench.ask('/queues/orders/messages/3')
    expect(body).toMatchObject({
      seq: 3,
      payload: { n: 3 },
      deliveries: [
        {
          subscription: 'billing',
          state: 'retrying',
          attempts: [{ attempt: 1, outcome: 'nacked', consumer: 'billing-1', reason: 'PSP 503' }],
          why: expect.stringMatching(/paused|tries again/),
        },
        { subscription: null, name: 'desk', delivery: 'realtime', state: 'delivered', attempts: [] },
        { subscription: null, name: 'phone' },
      ],
    })
  })

  it('is dead with the reason and attempts of its letter', async () => {
    const bench = await busyBench()
    const { body } = await bench.ask('/queues/orders/messages/4/deliveries/billing')
    expect(body).toMatchObject({
      state: 'dead',
      subscription: 'billing',
      attempts: [{ attempt: 1, reason: 'PSP 503', consumer: 'billing-1' }],
      why: expect.stringContaining('PSP 503'),
    })
  })

  it('is found by id, the newest of them, in real time too', async () => {
    const bench = await busyBench()
    bench.clock.pass(600_000)
    await bench.publish({ id: 'm1' })
    expect((await bench.ask('/queues/orders/messages/by-id/m1')).body).toMatchObject({ id: 'm1', seq: 8 })
    expect((await bench.ask('/queues/orders/messages/by-id/live')).body).toMatchObject({ id: 'live', seq: null })
  })

  it('tells who has it in flight', async () => {
    const bench = await busyBench()
    const { body } = await bench.ask('/queues/orders/messages/2/deliveries/billing')
    expect(body).toMatchObject({
      state: 'inFlight',
      holder: 'billing-1',
      attempts: [{ outcome: 'inFlight', endedAt: null }],
    })
    const phone = await bench.ask('/queues/orders/messages/6/deliveries/phone')
    expect(phone.body).toMatchObject({ state: 'missed', subscription: null, why: expect.stringContaining('away') })
  })

  it.each([
    ['/99', 404, 'E_NOT_FOUND'],
    ['/abc', 400, 'E_BAD_REQUEST'],
    ['/-1', 400, 'E_BAD_REQUEST'],
    ['/1e3', 400, 'E_BAD_REQUEST'],
    ['/99999999999999999999', 400, 'E_BAD_REQUEST'],
    ['/by-id/nothing', 404, 'E_NOT_FOUND'],
    ['/by-id/%00', 400, 'E_BAD_REQUEST'],
    ["/by-id/'%20OR%201=1", 404, 'E_NOT_FOUND'],
    ['/99/deliveries/billing', 404, 'E_NOT_FOUND'],
    ['/1/deliveries/nobody', 404, 'E_NO_SUBSCRIPTION'],
    ['/1/deliveries/audit', 404, 'E_NOT_FOUND'],
  ])('is refused: %s', async (path, status, code) => {
    const answer = await (await busyBench()).ask(`/queues/orders/messages${path}`)
    expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }])
  })
})
