import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const cursorOf = (body: unknown): string => (isRecord(body) ? String(body.nextCursor) : '')
const remove = { method: 'DELETE' }

describe('subscriptions', () => {
  it('tell how far they are and who holds what', async () => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing', { events: ['created'], credit: 2 })
    for (const _ of [1, 2, 3]) await bench.publish()
    await billing.arrived(2)
    bench.clock.pass(9_000)
    const { body } = await bench.ask('/subscriptions/orders/billing')
    expect(body).toMatchObject({
      ...{
        queue: 'orders',
        name: 'billing',
        events: ['created'],
        floor: 0,
        pending: 1,
        inFlight: 2,
        retrying: 0,
        dead: 0,
      },
      ...{ oldestUnackedMs: 9_000, ackDeadlineMs: 30_000, exclusive: false, ordered: false, detachedAt: null },
      holders: [{ connection: 'c-billing-1', client: 'billing-1', seqs: [1, 2], sinceMs: 9_000 }],
      consumers: [{ connection: 'c-billing-1', credit: 2, inFlight: 2, active: true }],
    })
    expect(body).not.toHaveProperty('id')
    bench.broker.disconnect(billing)
    expect((await bench.ask('/subscriptions/orders/billing')).body).toMatchObject({
      ...{
        state: 'nobody',
        inFlight: 0,
        pending: 3,
        holders: [],
        consumers: [],
        detachedAt: '2026-03-01T12:00:09.000Z',
      },
    })
  })

  it('are listed by queue and name, by state, in pages', async () => {
    const bench = await Bench.start()
    for (const name of ['c', 'a', 'b']) await bench.consumer(name)
    const gone = await bench.consumer('d')
    bench.broker.disconnect(gone)
    const first = await bench.ask('/subscriptions?queue=orders&limit=3')
    expect(first.body).toMatchObject({ items: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] })
    const rest = await bench.ask(`/subscriptions?queue=orders&limit=3&cursor=${cursorOf(first.body)}`)
    expect(rest.body).toMatchObject({ items: [{ name: 'd' }], nextCursor: null })
    expect((await bench.ask('/subscriptions?state=nobody')).body).toMatchObject({ items: [{ name: 'd' }] })
    expect((await bench.ask('/subscriptions?state=asleep')).body).toMatchObject({ error: { field: 'state' } })
  })

  it('are deleted once', async () => {
    const bench = await Bench.start()
    await bench.consumer('billing')
    const deleted = await bench.ask('/subscriptions/orders/billing', remove)
    expect([deleted.status, deleted.body]).toEqual([200, { deleted: true }])
    for (const method of ['GET', 'DELETE']) {
      const answer = await bench.ask('/subscriptions/orders/billing', { method })
      expect([answer.status, answer.body]).toMatchObject([404, { error: { code: 'E_NO_SUBSCRIPTION' } }])
    }
    expect(bench.log.subscriptions.size).toBe(0)
  })
})

describe('connections', () => {
  it('show their namespaces, rooms and subscriptions, the oldest first', async () => {
    const bench = await Bench.start()
    await bench.consumer('billing', { events: ['created'] })
    bench.clock.pass(1_000)
    await bench.listener('desk')
    const { body } = await bench.ask('/connections')
    expect(body).toMatchObject({
      items: [
        {
          ...{ id: 'c-billing-1', client: 'billing-1', transport: 'websocket', protocol: 4, address: '127.0.0.1' },
          ...{ since: '2026-03-01T12:00:00.000Z', unsentBytes: 0, pingMs: null },
          sockets: [{ queue: 'orders', rooms: ['created'], subscriptions: ['billing'] }],
          subscriptions: [{ queue: 'orders', name: 'billing', events: ['created'], inFlight: 0 }],
        },
        { id: 'c-desk', sockets: [{ subscriptions: [] }], subscriptions: [{ name: null, events: ['*'] }] },
      ],
      nextCursor: null,
    })
    const first = await bench.ask('/connections?limit=1')
    const rest = await bench.ask(`/connections?limit=1&cursor=${cursorOf(first.body)}`)
    expect(rest.body).toMatchObject({ items: [{ id: 'c-desk' }], nextCursor: null })
  })

  it.each([
    ['', true],
    ['?reconnect=true', true],
    ['?reconnect=false', false],
  ])('are closed%s', async (query, mayComeBack) => {
    const bench = await Bench.start()
    const desk = await bench.listener('desk')
    const answer = await bench.ask(`/connections/c-desk${query}`, remove)
    expect([answer.status, answer.body, desk.closed]).toEqual([200, { disconnected: true }, mayComeBack])
  })

  it.each([
    ['/connections/c-nobody', 404, 'E_NOT_FOUND'],
    ['/connections/%00', 404, 'E_NOT_FOUND'],
    ['/connections/c-desk?reconnect=maybe', 400, 'E_BAD_REQUEST'],
    ['/connections/c-desk?force=true', 400, 'E_BAD_REQUEST'],
  ])('are left alone by %s', async (path, status, code) => {
    const bench = await Bench.start()
    const desk = await bench.listener('desk')
    const answer = await bench.ask(path, remove)
    expect([answer.status, answer.body, desk.closed]).toMatchObject([status, { error: { code } }, null])
  })
})

describe('the audience', () => {
  it('says who gets it now, who finds it waiting, who misses it and who does not listen', async () => {
    const bench = await Bench.start()
    await bench.consumer('billing', { events: ['created'] })
    const audit = await bench.consumer('audit')
    bench.broker.disconnect(audit)
    await bench.consumer('mailer', { events: ['deleted'] })
    await bench.listener('desk')
    const phone = await bench.listener('phone')
    bench.broker.disconnect(phone)
    const { body } = await bench.ask('/queues/orders/audience?event=created&key=k')
    expect(body).toMatchObject({
      now: [
        { name: 'billing', delivery: 'queued' },
        { name: 'desk', delivery: 'realtime', why: expect.any(String) },
      ],
      waits: [{ name: 'audit', delivery: 'queued' }],
      misses: [{ name: 'phone', delivery: 'realtime' }],
      notListening: [{ name: 'mailer' }],
    })
    const realtime = await bench.ask('/queues/orders/audience?event=created&delivery=realtime')
    expect(realtime.body).toMatchObject({ now: [{ name: 'desk' }], waits: [] })
    await bench.ask('/queues/orders', { method: 'PATCH', body: { delivery: 'realtime' } })
    expect((await bench.ask('/queues/orders/audience?event=created')).body).toEqual(realtime.body)
  })

  it('says who waits for another message with its key', async () => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing')
    await bench.publish({ key: 'customer 7' })
    await billing.arrived(1)
    const held = await bench.ask('/queues/orders/audience?event=created&key=customer%207')
    expect(held.body).toMatchObject({ now: [], waits: [{ name: 'billing', why: expect.stringContaining('same key') }] })
    const free = await bench.ask('/queues/orders/audience?event=created&key=customer%208')
    expect(free.body).toMatchObject({ now: [{ name: 'billing' }], waits: [] })
  })

  it.each([
    ['', 'E_BAD_REQUEST', 'event'],
    ['?event=_x', 'E_NAME', 'event'],
    ['?event=a&delivery=both', 'E_BAD_REQUEST', 'delivery'],
    ['?event=a&colour=1', 'E_BAD_REQUEST', 'colour'],
  ])('needs a question: %s', async (query, code, field) => {
    const bench = await Bench.start()
    await bench.publish()
    const answer = await bench.ask(`/queues/orders/audience${query}`)
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code, field } }])
  })
})

describe('rates', () => {
  it('are series of 15 minutes, of all queues or of one', async () => {
    const bench = await Bench.start()
    await bench.publish()
    await bench.ask('/queues', { body: { name: 'quiet' } })
    bench.clock.pass(10_000)
    const { body } = await bench.ask('/rates?window=15m')
    const sum = (key: string): number =>
      isRecord(body) && Array.isArray(body[key]) ? body[key].reduce((total: number, n: number) => total + n, 0) : -1
    expect([sum('published'), sum('acked')]).toEqual([1, 0])
    expect(body).toMatchObject({ window: '15m' })
    const series = isRecord(body) && Array.isArray(body.waiting) ? body.waiting.length : 0
    expect(isRecord(body) ? Number(body.stepMs) * series : 0).toBe(900_000)
    const quiet = (await bench.ask('/rates?queue=quiet')).body
    expect(quiet).toMatchObject({ published: expect.not.arrayContaining([1]) })
    expect((await bench.ask('/rates?window=7d')).body).toMatchObject({
      error: { code: 'E_BAD_REQUEST', field: 'window' },
    })
  })

  it('go back an hour and a day, by minute and by quarter', async () => {
    const bench = await Bench.start()
    await bench.publish()
    bench.clock.pass(60_000)
    await bench.publish()
    const lastTwo = (body: unknown) => (isRecord(body) && Array.isArray(body.published) ? body.published.slice(-2) : [])
    expect(lastTwo((await bench.ask('/rates?window=1h&queue=orders')).body)).toEqual([1, 1])
    expect(lastTwo((await bench.ask('/rates?window=24h')).body)).toEqual([0, 2])
    expect((await bench.ask('/rates?window=24h')).body).toMatchObject({ window: '24h', stepMs: 900_000 })
  })
})
