import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { itemsOf } from '../testing/busy.ts'

const path = '/queues/orders/messages'
const HOUR_MS = 3_600_000
const DUE = '2026-03-01T13:00:00.000Z'
const late = (id: string, more: object = {}) => ({ event: 'created', id, delayMs: HOUR_MS, ...more })
const scheduled = async (bench: Bench) => itemsOf((await bench.ask(`${path}?state=scheduled`)).body).map(({ id }) => id)

describe('a delayed publish', () => {
  it('answers when it is due, and a second one of its id the same as a duplicate', async () => {
    const bench = await Bench.start()
    const first = await bench.ask(path, { body: late('a') })
    expect([first.status, first.body]).toEqual([200, { ok: true, id: 'a', seq: null, dueAt: DUE }])
    bench.clock.pass(1_000)
    const again = { ok: true, id: 'a', seq: null, dueAt: DUE, duplicate: true }
    expect((await bench.ask(path, { body: late('a') })).body).toEqual(again)
    const headers = { 'idempotency-key': 'a' }
    expect((await bench.ask(path, { body: { event: 'created' }, headers })).body).toEqual(again)
    expect((await bench.ask('/queues/orders')).body).toMatchObject({ scheduled: 1, pending: 0, lastSeq: 0 })
  })

  it('is answered in its place of a batch', async () => {
    const bench = await Bench.start()
    const messages = [
      { event: 'created', id: 'now' },
      late('later'),
      late('later'),
      late('live', { delivery: 'realtime' }),
    ]
    const { body } = await bench.ask(path, { body: { messages } })
    expect(body).toMatchObject({
      ok: true,
      results: [
        { ok: true, id: 'now', seq: 1 },
        { ok: true, id: 'later', seq: null, dueAt: DUE },
        { ok: true, id: 'later', seq: null, dueAt: DUE, duplicate: true },
        { ok: false, error: { code: 'E_BAD_REQUEST', field: 'delayMs' } },
      ],
    })
  })

  it('gets its seq when it is due, and is delivered', async () => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing')
    await bench.ask(path, { body: late('a') })
    bench.clock.pass(HOUR_MS)
    await billing.arrived(1)
    expect(billing.got).toEqual([{ subscription: 'billing', seq: 1, attempt: 1 }])
    expect((await bench.ask(`${path}/by-id/a`)).body).toMatchObject({ seq: 1, publishedAt: DUE })
    expect([await scheduled(bench), bench.broker.queue('orders').scheduled]).toEqual([[], 0])
  })
})

describe('cancelling', () => {
  it('says whether it was still there', async () => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing')
    for (const id of ['a', 'b']) await bench.ask(path, { body: late(id) })
    const cancel = async (id: string) => (await bench.ask(`/queues/orders/scheduled/${id}`, { method: 'DELETE' })).body
    expect(await cancel('a')).toEqual({ cancelled: true })
    expect(await cancel('a')).toEqual({ cancelled: false })
    expect(await cancel('nothing')).toEqual({ cancelled: false })
    expect(await scheduled(bench)).toEqual(['b'])
    bench.clock.pass(HOUR_MS)
    await billing.arrived(1)
    expect(await cancel('b')).toEqual({ cancelled: false })
    expect((await bench.ask(`${path}/by-id/a`)).status).toBe(404)
  })

  it.each([
    ['/queues/nothing/scheduled/a', 404, 'E_UNKNOWN_QUEUE'],
    ['/queues/_x/scheduled/a', 400, 'E_NAME'],
    ['/queues/orders/scheduled/%00', 400, 'E_BAD_REQUEST'],
    [`/queues/orders/scheduled/${'x'.repeat(129)}`, 413, 'E_TOO_LARGE'],
  ])('is refused for %s', async (where, status, code) => {
    const bench = await Bench.start()
    await bench.publish()
    const answer = await bench.ask(where, { method: 'DELETE' })
    expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }])
  })
})
