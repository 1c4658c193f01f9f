import { beforeEach, describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { busyBench, list } from '../testing/busy.ts'

// Of billing: 1 acked, 2 in flight, 3 retrying, 4 dead, 6 and 7 pending.
let bench: Bench

beforeEach(async () => {
  bench = await busyBench(await Bench.start())
})

const act = (seq: number, body: unknown, name = 'billing') =>
  bench.ask(`/queues/orders/messages/${seq}/deliveries/${name}`, { body })
const stateOf = async (seq: number) =>
  Object((await bench.ask(`/queues/orders/messages/${seq}/deliveries/billing`)).body).state

describe('acting on one delivery', () => {
  it('retries one that waits for it now', async () => {
    const answer = await act(3, { action: 'retry' })
    expect([answer.status, answer.body]).toEqual([200, { seq: 3 }])
    const { body } = await bench.ask('/queues/orders/messages/3/deliveries/billing')
    expect(body).not.toMatchObject({ retryAt: '2026-03-01T12:01:01.000Z' })
  })

  it('gives one up, with a reason that people read', async () => {
    bench.clock.pass(1)
    const answer = await act(2, { action: 'dead', reason: 'a test order' })
    expect([answer.status, answer.body]).toEqual([200, { seq: 2 }])
    expect(await stateOf(2)).toBe('dead')
    bench.clock.pass(1)
    await act(3, { action: 'dead', reason: null })
    const { body } = await bench.ask('/dead-letters?queue=orders')
    expect(body).toMatchObject({
      items: [{ reason: 'given up by hand' }, { seq: 2, reason: 'a test order' }, { seq: 4 }],
    })
  })

  it('redelivers by a copy for that subscription alone', async () => {
    const { body } = await act(1, { action: 'redeliver' })
    expect(body).toEqual({ seq: 8 })
    expect((await bench.ask('/queues/orders/messages/8')).body).toMatchObject({
      id: 'm1',
      subscription: 'billing',
      deliveries: [{ name: 'billing', state: 'pending' }],
    })
    const audit = await bench.ask('/queues/orders/messages/8/deliveries/audit')
    expect([audit.status, audit.text]).toEqual([404, expect.stringContaining('a copy for billing alone')])
    expect(await list(bench, 'id=m1')).toEqual([8, 1])
    expect(await stateOf(1)).toBe('acked')
  })

  it.each([
    [1, 'retry'],
    [1, 'dead'],
    [2, 'retry'],
    [4, 'dead'],
    [6, 'retry'],
  ])('is a conflict where its state does not allow it: %i, %s', async (seq, action) => {
    const before = await stateOf(seq)
    const answer = await act(seq, { action })
    expect([answer.status, answer.body]).toMatchObject([409, { error: { code: 'E_CONFLICT' } }])
    expect(await stateOf(seq)).toBe(before)
  })

  it.each<[number, unknown, string, number, string, string | undefined]>([
    [1, {}, 'billing', 400, 'E_BAD_REQUEST', 'action'],
    [1, { action: 'ack' }, 'billing', 400, 'E_BAD_REQUEST', 'action'],
    [1, { action: 'dead', reason: 'x'.repeat(1_025) }, 'billing', 413, 'E_TOO_LARGE', 'reason'],
    [1, { action: 'dead', reason: '\u0000' }, 'billing', 400, 'E_BAD_REQUEST', 'reason'],
    [1, { action: 'retry', colour: 1 }, 'billing', 400, 'E_BAD_REQUEST', 'colour'],
    [1, { action: 'retry' }, '_x', 400, 'E_NAME', 'name'],
    [1, { action: 'redeliver' }, 'nobody', 404, 'E_NO_SUBSCRIPTION', undefined],
    [99, { action: 'redeliver' }, 'billing', 404, 'E_NOT_FOUND', undefined],
  ])('is refused: %i %j of %s', async (seq, body, name, status, code, field) => {
    const answer = await act(seq, body, name)
    expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }])
    expect(Object(answer.body).error.field).toBe(field)
  })
})
