import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Bench } from './bench.ts'
import { ack, busyBench, cursorOf, itemsOf, list, readAll } from './busy.ts'

export interface Opened {
  readonly bench: Bench
  close(): Promise<void>
}

const PAYLOADS = [
  { customer: { id: 'c_1' }, id: 'c_2', note: 'Grüße 😀 %_\\' },
  { items: [{ sku: 'a' }, { sku: 'b' }] },
  { tags: ['x', 5, true] },
  { tags: ['x', '5', null], 'a.b': { c: 1 }, 'it"s': 1 },
  // Postgres reads no such text as JSON.
  { customer: [{ id: 'c_1' }], amount: -1500, note: '\u001b', odd: '\u0000 \ud800' },
]

/** What lists and looks at messages must answer, whatever the log and its reader are built on. */
export function messagesContract(open: () => Promise<Opened>): void {
  let opened: Opened
  const close = () => opened.close()

  describe('messages of a busy queue', () => {
    let bench: Bench
    beforeAll(async () => {
      opened = await open()
      bench = await busyBench(opened.bench)
    })
    afterAll(close)

    it('is newest first, real-time messages in their places, each with its cells', async () => {
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
      ['toSeq=2', [2, 1]],
      ['fromSeq=7&toSeq=7', ['live', 7]],
      ['payload=n:3', [3]],
      ['payload=n:"3"', []],
      ['payload=n:3.0', [3]],
      ['payload=n:3&payload=n:4', []],
      ['payload=n:null', []],
      ['payload=n:3&state=retrying', [3]],
      ['payload=n:3&state=acked', []],
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
      expect(await list(bench, query)).toEqual(expected)
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
      ['toSeq=x', 'toSeq'],
      ['preview=65537', 'preview'],
      ['payload=', 'payload.0'],
      ['payload=n', 'payload.0'],
      ['payload=n:', 'payload.0'],
      ['payload=.n:1', 'payload.0'],
      ['payload=n.:1', 'payload.0'],
      ['payload=n:"1', 'payload.0'],
      ['payload=n:%00', 'payload.0'],
      ['payload=n:1&payload=n', 'payload.1'],
      ['order=up', 'order'],
      ['colour=red', 'colour'],
    ])('refuses ?%s', async (query, field) => {
      const answer = await bench.ask(`/queues/orders/messages?${query}`)
      expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field } }])
    })

    it('has its deliveries with attempts and a why', async () => {
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
      const { body } = await bench.ask('/queues/orders/messages/4/deliveries/billing')
      expect(body).toMatchObject({
        state: 'dead',
        subscription: 'billing',
        attempts: [{ attempt: 1, reason: 'PSP 503', consumer: 'billing-1' }],
        why: expect.stringContaining('PSP 503'),
      })
    })

    it('tells who has it in flight', async () => {
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
      const answer = await bench.ask(`/queues/orders/messages${path}`)
      expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }])
    })

    // The last one: it moves the clock and publishes.
    it('is found by id, the newest of them, in real time too', async () => {
      bench.clock.pass(600_000)
      await bench.publish({ id: 'm1' })
      expect((await bench.ask('/queues/orders/messages/by-id/m1')).body).toMatchObject({ id: 'm1', seq: 8 })
      expect((await bench.ask('/queues/orders/messages/by-id/live')).body).toMatchObject({ id: 'live', seq: null })
    })
  })

  describe('what ended without being settled', () => {
    let bench: Bench
    beforeEach(async () => {
      opened = await open()
      bench = opened.bench
    })
    afterEach(close)

    it('is found with its cause above what the queue has kept, and nothing between', async () => {
      const audit = await bench.consumer('audit')
      const billing = await bench.consumer('billing', { credit: 1 })
      for (let n = 1; n <= 6; n += 1) await bench.publish()
      await billing.arrived(1)
      await audit.arrived(6)
      await bench.ask('/queues/orders/purge', { body: { confirm: 'orders', subscription: 'billing', upToSeq: 2 } })
      await billing.arrived(2)
      ack(bench, billing, 'billing', 3)
      await billing.arrived(3)
      await bench.ask('/subscriptions/orders/billing/seek', { body: { from: 6 } })
      expect(bench.broker.queue('orders').firstSeq).toBe(0)
      expect(await list(bench, 'state=purged')).toEqual([5, 4, 2, 1])
      expect(await list(bench, 'state=purged&subscription=audit')).toEqual([])
      expect((await bench.ask('/subscriptions/orders/billing')).body).toMatchObject({
        skips: [
          { from: 1, to: 2, cause: 'purged', at: '2026-03-01T12:00:00.000Z' },
          { from: 4, to: 5, cause: 'moved' },
        ],
      })
      expect((await bench.ask('/subscriptions/orders/audit')).body).toMatchObject({ skips: [] })
    })

    it('is told of a message from before a subscription began, which has no cell for it', async () => {
      bench.broker.disconnect(await bench.consumer('audit'))
      await bench.publish()
      await bench.consumer('billing')
      const { body } = await bench.ask('/queues/orders/messages/1/deliveries/billing')
      expect(body).toMatchObject({ subscription: 'billing', state: 'purged', why: 'billing began after it, at seq 2.' })
      expect((await bench.ask('/queues/orders/messages/1')).body).toMatchObject({ deliveries: [{ name: 'audit' }] })
    })
  })

  describe('a value in a payload', () => {
    let bench: Bench
    beforeAll(async () => {
      opened = await open()
      bench = opened.bench
      for (const payload of PAYLOADS) await bench.publish({ payload })
    })
    afterAll(close)

    it.each([
      ['customer.id:c_1', [1, 5]],
      ['customer.id:"c_1"', [1, 5]],
      ['customer:c_1', []],
      ['id:c_1', []],
      ['items.sku:b', [2]],
      ['tags:x', [3, 4]],
      ['tags:5', [3, 4]],
      ['tags:"5"', [4]],
      ['tags:null', [4]],
      ['tags:true', [3]],
      ['"a.b".c:1', [4]],
      ['"it\\"s":1', [4]],
      ['amount:-1.5e3', [5]],
      ['amount:-1500', [5]],
      ['note:\u001b', [5]],
      ['note:Grüße 😀 %_\\', [1]],
      ['__proto__:1', []],
      ['length:1', []],
      [':1', null],
    ])('is found by its path: %s', async (term, expected) => {
      const answer = await bench.ask(`/queues/orders/messages?order=asc&payload=${encodeURIComponent(term)}`)
      if (expected === null) expect(answer.status).toBe(400)
      else expect(itemsOf(answer.body).map(({ seq }) => seq)).toEqual(expected)
    })
  })

  describe('pages of messages', () => {
    let bench: Bench
    beforeEach(async () => {
      opened = await open()
      bench = opened.bench
    })
    afterEach(close)

    it.each(['asc', 'desc'])('lose and repeat nothing while others are published, %s', async (order) => {
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

    it('end above 4 MiB of payload', async () => {
      const payload = 'x'.repeat(250_000)
      for (let n = 0; n < 20; n += 1) await bench.publish({ payload })
      const first = await bench.ask('/queues/orders/messages?limit=200')
      const rest = await bench.ask(`/queues/orders/messages?limit=200&cursor=${cursorOf(first.body)}`)
      expect([itemsOf(first.body).length, itemsOf(rest.body).length, cursorOf(rest.body)]).toEqual([17, 3, null])
    })

    it('say how far they have looked', async () => {
      for (let n = 1; n <= 5; n += 1) await bench.publish({ payload: { n } })
      const at = { upToAt: '2026-03-01T12:00:00.000Z' }
      const first = await bench.ask('/queues/orders/messages?limit=2')
      expect(first.body).toMatchObject({ scan: { scanned: 2, upToSeq: 4, ...at, done: false } })
      const all = await bench.ask('/queues/orders/messages?payload=n:2')
      expect(all.body).toMatchObject({ items: [{ seq: 2 }], scan: { upToSeq: 1, ...at, done: true } })
      await bench.ask('/queues', { body: { name: 'empty' } })
      const none = await bench.ask('/queues/empty/messages')
      expect(none.body).toMatchObject({ scan: { scanned: 0, upToSeq: null, upToAt: null, done: true } })
    })

    it('leave large payloads out where their beginning is enough', async () => {
      const small = { n: 1 }
      await bench.publish({ payload: small })
      await bench.publish({ payload: 'ü'.repeat(100_000) })
      for (let n = 0; n < 40; n += 1) await bench.publish({ payload: 'x'.repeat(250_000) })
      const { body } = await bench.ask('/queues/orders/messages?limit=200&preview=10')
      const items = itemsOf(body)
      expect([items.length, cursorOf(body)]).toEqual([42, null])
      expect(items[0]).toMatchObject({ preview: '"xxxxxxxxx', truncated: true })
      expect(items[0]).not.toHaveProperty('payload')
      // The tenth byte would be half a letter.
      expect(items[40]).toMatchObject({ preview: '"üüüü', truncated: true })
      expect(items[41]).toMatchObject({ payload: small })
      expect(items[41]).not.toHaveProperty('truncated')
      const found = await bench.ask('/queues/orders/messages?preview=0&payload=n:1')
      expect(itemsOf(found.body)).toMatchObject([{ seq: 1, preview: '', truncated: true }])
    })

    it('belong to their queue and filters', async () => {
      await busyBench(bench)
      const { body } = await bench.ask('/queues/orders/messages?limit=1&event=created')
      for (const path of ['/queues/orders/messages?', '/queues/last/messages?event=created&']) {
        const answer = await bench.ask(`${path}cursor=${cursorOf(body)}`)
        expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field: 'cursor' } }])
      }
    })
  })
}
