import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { ack, list } from '../testing/busy.ts'

const purge = (bench: Bench, body: object) => bench.ask('/queues/orders/purge', { body })

describe('purging', () => {
  it('says how many went, and what comes later stays', async () => {
    const bench = await Bench.start()
    for (const _ of [1, 2, 3]) await bench.publish()
    const answer = await purge(bench, { confirm: 'orders' })
    expect([answer.status, answer.body]).toEqual([200, { purged: 3 }])
    expect((await bench.ask('/queues/orders')).body).toMatchObject({
      firstSeq: 4,
      lastSeq: 3,
      pending: 0,
      storedBytes: 0,
    })
    expect((await purge(bench, { confirm: 'orders' })).body).toEqual({ purged: 0 })
    await bench.publish()
    expect(await list(bench)).toEqual([4])
  })

  it('goes up to a seq, or through one subscription alone', async () => {
    const bench = await Bench.start()
    for (const name of ['billing', 'audit']) bench.broker.disconnect(await bench.consumer(name))
    for (const _ of [1, 2, 3, 4]) await bench.publish()
    expect((await purge(bench, { confirm: 'orders', upToSeq: 1, subscription: null })).body).toEqual({ purged: 1 })
    expect((await purge(bench, { confirm: 'orders', subscription: 'billing', upToSeq: 3 })).body).toEqual({ purged: 2 })
    expect((await bench.ask('/subscriptions/orders/billing')).body).toMatchObject({ pending: 1 })
    expect((await bench.ask('/subscriptions/orders/audit')).body).toMatchObject({ pending: 3 })
    const { body } = await bench.ask('/queues/orders/messages/2')
    expect(body).toMatchObject({
      deliveries: [
        { name: 'audit', state: 'pending' },
        { name: 'billing', state: 'purged', why: expect.stringMatching(/purged/) },
      ],
    })
  })

  it('takes what is in flight, and a late ack settles nothing', async () => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing')
    const seq = await bench.publish()
    await billing.arrived(1)
    await purge(bench, { confirm: 'orders' })
    ack(bench, billing, 'billing', seq)
    const delivery = await bench.ask(`/queues/orders/messages/${seq}/deliveries/billing`)
    expect(delivery.body).toMatchObject({ state: 'purged' })
    expect((await bench.ask('/subscriptions/orders/billing')).body).toMatchObject({ inFlight: 0, holders: [] })
  })

  it.each([
    [{}, 400, 'E_BAD_REQUEST', 'confirm'],
    [{ confirm: 'order' }, 400, 'E_BAD_REQUEST', 'confirm'],
    [{ confirm: true }, 400, 'E_BAD_REQUEST', 'confirm'],
    [{ confirm: 'orders', upToSeq: -1 }, 400, 'E_BAD_REQUEST', 'upToSeq'],
    [{ confirm: 'orders', upToSeq: '3' }, 400, 'E_BAD_REQUEST', 'upToSeq'],
    [{ confirm: 'orders', subscription: 7 }, 400, 'E_BAD_REQUEST', 'subscription'],
    [{ confirm: 'orders', subscription: '_x' }, 400, 'E_NAME', 'subscription'],
    [{ confirm: 'orders', all: true }, 400, 'E_BAD_REQUEST', 'all'],
    [{ confirm: 'orders', subscription: 'nobody' }, 404, 'E_NO_SUBSCRIPTION', undefined],
  ])('is refused for %j, and nothing goes', async (body, status, code, field) => {
    const bench = await Bench.start()
    await bench.publish()
    const answer = await purge(bench, body)
    expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }])
    if (field !== undefined) expect(answer.body).toMatchObject({ error: { field } })
    expect(await list(bench)).toEqual([1])
  })
})

describe('deleting a queue', () => {
  const remove = (bench: Bench, query: string) => bench.ask(`/queues/orders${query}`, { method: 'DELETE' })

  it('ends it, and the name is not made anew by a publish for a minute', async () => {
    const bench = await Bench.start()
    await bench.consumer('billing')
    await bench.publish()
    const answer = await remove(bench, '?confirm=orders')
    expect([answer.status, answer.body]).toEqual([200, { deleted: true }])
    expect((await bench.ask('/queues/orders')).status).toBe(404)
    expect((await bench.ask('/subscriptions')).body).toEqual({ items: [], nextCursor: null, total: 0, all: 0 })
    const publish = () => bench.ask('/queues/orders/messages', { body: { event: 'created' } })
    expect((await publish()).body).toMatchObject({ error: { code: 'E_UNKNOWN_QUEUE' } })
    bench.clock.pass(60_000)
    expect((await publish()).body).toMatchObject({ ok: true, seq: 1 })
  })

  it('leaves the name free for whoever creates it by hand, from seq 1 and empty', async () => {
    const bench = await Bench.start()
    for (const _ of [1, 2]) await bench.publish()
    await remove(bench, '?confirm=orders')
    expect((await bench.ask('/queues', { body: { name: 'orders' } })).status).toBe(201)
    expect([await list(bench), await bench.publish()]).toEqual([[], 1])
  })

  it.each([
    ['', 'confirm'],
    ['?confirm=', 'confirm'],
    ['?confirm=Orders', 'confirm'],
    ['?confirm=orders&confirm=orders', 'confirm'],
    ['?confirm=orders&force=1', 'force'],
  ])('is refused with %j', async (query, field) => {
    const bench = await Bench.start()
    await bench.publish()
    const answer = await remove(bench, query)
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field } }])
    expect((await bench.ask('/queues/orders')).status).toBe(200)
  })
})
