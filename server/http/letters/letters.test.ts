import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { itemsOf } from '../testing/busy.ts'
import { ended, giveUp, jobIdOf } from '../testing/letters.ts'

const redrive = (bench: Bench, body: unknown) => bench.ask('/dead-letters/redrive', { body })
const remove = (bench: Bench, body: unknown) => bench.ask('/dead-letters', { method: 'DELETE', body })
const left = async (bench: Bench) => itemsOf((await bench.ask('/dead-letters')).body).map(({ seq }) => seq)

describe('redriving', () => {
  it('sends a copy to its own subscription, with a new seq, the same id and attempt 1, and empties the list', async () => {
    const bench = await Bench.start()
    const [first = 0] = await giveUp(bench, 'billing', 1, { reason: 'PSP 503' })
    const audit = await bench.consumer('audit')
    const began = await redrive(bench, { items: [{ queue: 'orders', subscription: 'billing', seq: first }] })
    expect([began.status, began.body]).toEqual([202, { jobId: expect.any(String), total: 1 }])
    expect(await ended(bench, jobIdOf(began.body))).toMatchObject({ kind: 'redrive', state: 'done', done: 1, total: 1 })
    expect(await left(bench)).toEqual([])
    const billing = await bench.consumer('billing')
    await billing.arrived(1)
    expect(billing.got).toEqual([{ subscription: 'billing', seq: first + 1, attempt: 1 }])
    expect(audit.got).toEqual([])
    const copy = (await bench.ask(`/queues/orders/messages/${first + 1}`)).body
    const original = (await bench.ask(`/queues/orders/messages/${first}`)).body
    expect(copy).toMatchObject({ subscription: 'billing', key: '0', headers: { n: '0' }, payload: { n: 0 } })
    expect([copy, original]).toMatchObject([{ id: expect.any(String) }, { id: Object(copy).id }])
  })

  it('takes all that a filter matches, and leaves the others', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 2, { reason: 'PSP 503' })
    const [other] = await giveUp(bench, 'mailer', 1, { reason: 'no address', event: 'signedUp' })
    const began = await redrive(bench, { filter: { reason: 'PSP 503' }, expectedCount: 2, perSecond: 10_000 })
    expect(began.body).toMatchObject({ total: 2 })
    expect(await ended(bench, jobIdOf(began.body))).toMatchObject({
      state: 'done',
      filter: { reason: 'PSP 503' },
      perSecond: 10_000,
      tryFirst: null,
    })
    expect(await left(bench)).toEqual([other])
  })

  it('says both counts where there are others than expected, and begins nothing', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 2, { reason: 'PSP 503' })
    for (const ask of [redrive, remove]) {
      const answer = await ask(bench, { filter: {}, expectedCount: 5 })
      expect([answer.status, answer.body]).toMatchObject([409, { error: { code: 'E_CONFLICT' } }])
      expect(answer.text).toMatch(/2.*5|5.*2/)
    }
    expect((await bench.ask('/jobs')).body).toEqual({ items: [], nextCursor: null })
    expect(await left(bench)).toHaveLength(2)
  })
})

describe('deleting dead letters', () => {
  it('takes those that are named, or all with an empty filter', async () => {
    const bench = await Bench.start()
    const [first = 0, second = 0] = await giveUp(bench, 'billing', 3, { reason: 'PSP 503' })
    const named = await remove(bench, { items: [{ queue: 'orders', subscription: 'billing', seq: first }] })
    expect([named.status, named.body]).toMatchObject([202, { total: 1 }])
    await ended(bench, jobIdOf(named.body))
    expect(await left(bench)).toEqual([second + 1, second])
    const all = await remove(bench, { filter: {} })
    expect(await ended(bench, jobIdOf(all.body))).toMatchObject({ kind: 'deleteDeadLetters', state: 'done', total: 2 })
    expect(await left(bench)).toEqual([])
    expect((await bench.ask('/queues/orders')).body).toMatchObject({ dead: 0 })
  })
})

const item = { queue: 'orders', subscription: 'billing', seq: 1 }

describe('what is not said clearly touches nothing', () => {
  it.each<[string, unknown, number, string, string | undefined]>([
    ['nothing', {}, 400, 'E_BAD_REQUEST', 'filter'],
    ['null for both', { items: null, filter: null }, 400, 'E_BAD_REQUEST', 'filter'],
    ['both', { items: [item], filter: {} }, 400, 'E_BAD_REQUEST', 'items'],
    ['an empty list', { items: [] }, 400, 'E_BAD_REQUEST', 'items'],
    ['501 of them', { items: Array(501).fill(item) }, 413, 'E_TOO_LARGE', 'items'],
    ['a filter that lost its value', { filter: { queue: null } }, 400, 'E_BAD_REQUEST', 'filter.queue'],
    ['an unknown condition', { filter: { colour: 'red' } }, 400, 'E_BAD_REQUEST', 'filter.colour'],
    ['a broken name', { filter: { queue: '_x' } }, 400, 'E_NAME', 'filter.queue'],
    ['a day', { filter: { until: '2026-03-01' } }, 400, 'E_BAD_REQUEST', 'filter.until'],
    ['half an item', { items: [{ queue: 'orders', seq: 1 }] }, 400, 'E_BAD_REQUEST', 'items.0.subscription'],
    ['a count below 0', { filter: {}, expectedCount: -1 }, 400, 'E_BAD_REQUEST', 'expectedCount'],
    ['an unknown field', { filter: {}, force: true }, 400, 'E_BAD_REQUEST', 'force'],
    ['a list', [], 400, 'E_BAD_REQUEST', undefined],
    ['no JSON', '{', 400, 'E_BAD_REQUEST', undefined],
  ])('%s', async (_, body, status, code, field) => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 1, { reason: 'PSP 503' })
    for (const ask of [redrive, remove]) {
      const answer = await ask(bench, body)
      expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }])
      expect(Object(answer.body).error.field).toBe(field)
    }
    expect([await left(bench), bench.broker.jobs()]).toEqual([[1], []])
  })

  it('no body at all, as a hasty DELETE has it', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 1, { reason: 'PSP 503' })
    const answer = await bench.ask('/dead-letters', { method: 'DELETE' })
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST' } }])
    expect(await left(bench)).toEqual([1])
  })

  it.each([
    [{ filter: {}, perSecond: 0 }, 'perSecond'],
    [{ filter: {}, tryFirst: 0 }, 'tryFirst'],
    [{ filter: {}, tryFirst: 1.5 }, 'tryFirst'],
  ])('redrive with %j', async (body, field) => {
    const bench = await Bench.start()
    const answer = await redrive(bench, body)
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field } }])
  })
})

describe('jobs', () => {
  it('are listed newest first, in pages, and found by id', async () => {
    const bench = await Bench.start()
    const ids: string[] = []
    for (const name of ['a', 'b', 'c']) {
      await giveUp(bench, name, 1, { reason: 'no' })
      const { body } = await remove(bench, { filter: { subscription: name } })
      ids.unshift(jobIdOf(body))
      await ended(bench, jobIdOf(body))
    }
    const first = await bench.ask('/jobs?limit=2')
    const rest = await bench.ask(`/jobs?limit=2&cursor=${Object(first.body).nextCursor}`)
    expect([...itemsOf(first.body), ...itemsOf(rest.body)].map(({ id }) => id)).toEqual(ids)
    expect(rest.body).toMatchObject({ nextCursor: null })
    expect((await bench.ask(`/jobs/${ids[0]}`)).body).toMatchObject({
      id: ids[0],
      endedAt: expect.stringMatching(/Z$/),
      filter: { subscription: 'c', until: expect.stringMatching(/Z$/) },
    })
  })

  it('stop when they are cancelled; one that has ended is a conflict, one that never was is not found', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 3, { reason: 'no' })
    const { body } = await redrive(bench, { filter: {}, perSecond: 1 })
    const id = jobIdOf(body)
    const cancelled = await bench.ask(`/jobs/${id}`, { method: 'DELETE' })
    expect([cancelled.status, cancelled.body]).toMatchObject([200, { id, total: 3 }])
    bench.clock.pass(10_000)
    expect(await ended(bench, id)).toMatchObject({ state: 'cancelled', total: 3 })
    expect((await left(bench)).length).toBeGreaterThan(0)
    const again = await bench.ask(`/jobs/${id}`, { method: 'DELETE' })
    expect([again.status, again.body]).toMatchObject([409, { error: { code: 'E_CONFLICT' } }])
    for (const method of ['GET', 'DELETE']) {
      const answer = await bench.ask('/jobs/nothing', { method })
      expect([answer.status, answer.body]).toMatchObject([404, { error: { code: 'E_NOT_FOUND' } }])
    }
  })
})
