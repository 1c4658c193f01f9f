import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { ack } from '../testing/busy.ts'

const path = '/subscriptions/orders/billing'
const patch = (bench: Bench, body: unknown) => bench.ask(path, { method: 'PATCH', body })
const seek = (bench: Bench, body: unknown) => bench.ask(`${path}/seek`, { body })

describe('changing a subscription', () => {
  it('holds for what comes after, and keeps what is left out', async () => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing', { events: ['created'] })
    const answer = await patch(bench, { events: ['deleted', 'deleted'], ackDeadlineMs: 60_000, exclusive: null })
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { name: 'billing', events: ['deleted'], ackDeadlineMs: 60_000, exclusive: false },
    ])
    expect((await patch(bench, { exclusive: true })).body).toMatchObject({ events: ['deleted'], exclusive: true })
    expect((await patch(bench, {})).body).toMatchObject({ events: ['deleted'], ackDeadlineMs: 60_000, exclusive: true })
    await bench.publish()
    const seq = await bench.publish({ event: 'deleted' })
    await billing.arrived(1)
    expect(billing.got).toMatchObject([{ seq }])
  })

  it.each([
    [{ events: [] }, 'E_BAD_REQUEST', 'events'],
    [{ events: ['*', 'a'] }, 'E_BAD_REQUEST', 'events'],
    [{ events: ['a b'] }, 'E_NAME', 'events.0'],
    [{ events: 'a' }, 'E_BAD_REQUEST', 'events'],
    [{ ackDeadlineMs: 999 }, 'E_BAD_REQUEST', 'ackDeadlineMs'],
    [{ exclusive: 'yes' }, 'E_BAD_REQUEST', 'exclusive'],
    [{ ordered: true }, 'E_BAD_REQUEST', 'ordered'],
    [[], 'E_BAD_REQUEST', undefined],
  ])('is refused for %j', async (body, code, field) => {
    const bench = await Bench.start()
    await bench.consumer('billing', { events: ['created'] })
    const answer = await patch(bench, body)
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code } }])
    expect(Object(answer.body).error.field).toBe(field)
    expect((await bench.ask(path)).body).toMatchObject({ events: ['created'] })
  })
})

describe('moving a subscription', () => {
  it('forward passes over what is not settled, and says how many', async () => {
    const bench = await Bench.start()
    bench.broker.disconnect(await bench.consumer('billing'))
    for (const _ of [1, 2, 3]) await bench.publish()
    const answer = await seek(bench, { from: 3 })
    expect([answer.status, answer.body]).toEqual([200, { startSeq: 3, skipped: 2, resent: 0 }])
    expect((await bench.ask(path)).body).toMatchObject({ pending: 1 })
    expect((await seek(bench, { from: 'new' })).body).toEqual({ startSeq: 4, skipped: 1, resent: 0 })
    const skipped = await bench.ask('/queues/orders/messages/1/deliveries/billing')
    expect(skipped.body).toMatchObject({ state: 'purged', why: expect.any(String) })
  })

  it.each([
    ['the start', 'start'],
    ['a seq', 1],
    ['a time', '2026-03-01T12:00:00Z'],
    ['a time with an offset', '2026-03-01T13:00:00.000+01:00'],
  ])('back to %s sends again, also what was settled', async (_, from) => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing')
    for (const _ of [1, 2]) await bench.publish()
    await billing.arrived(2)
    for (const { seq } of billing.got) ack(bench, billing, 'billing', seq)
    expect((await seek(bench, { from })).body).toEqual({ startSeq: 1, skipped: 0, resent: 2 })
    await billing.arrived(4)
    expect(billing.got.slice(2)).toMatchObject([{ seq: 1 }, { seq: 2 }])
  })

  it.each([
    [{}, 'from'],
    [{ from: null }, 'from'],
    [{ from: 'yesterday' }, 'from'],
    [{ from: -1 }, 'from'],
    [{ from: 1.5 }, 'from'],
    [{ from: '2026-03-01' }, 'from'],
    [{ from: 'new', to: 'start' }, 'to'],
  ])('is refused for %j', async (body, field) => {
    const bench = await Bench.start()
    await bench.consumer('billing')
    const answer = await seek(bench, body)
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field } }])
  })
})

it.each([
  ['PATCH', '/subscriptions/orders/nobody', {}, 'E_NO_SUBSCRIPTION'],
  ['PATCH', '/subscriptions/nothing/billing', {}, 'E_UNKNOWN_QUEUE'],
  ['POST', '/subscriptions/orders/nobody/seek', { from: 'new' }, 'E_NO_SUBSCRIPTION'],
  ['POST', '/subscriptions/nothing/billing/seek', { from: 'new' }, 'E_UNKNOWN_QUEUE'],
])('%s %s is not found', async (method, where, body, code) => {
  const bench = await Bench.start()
  await bench.publish()
  const answer = await bench.ask(where, { method, body })
  expect([answer.status, answer.body]).toMatchObject([404, { error: { code } }])
})
