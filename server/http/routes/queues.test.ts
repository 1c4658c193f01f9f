import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'

const patch = (body: unknown) => ({ method: 'PATCH', body })
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Names of a page's items. */
function names(body: unknown): unknown[] {
  const items = isRecord(body) && Array.isArray(body.items) ? body.items : []
  return items.map((item: unknown) => (isRecord(item) ? item.name : null))
}

const cursorOf = (body: unknown): string => (isRecord(body) ? String(body.nextCursor) : '')

describe('creating a queue', () => {
  it('answers 201 with its settings, null where they are the default', async () => {
    const bench = await Bench.start()
    const made = await bench.ask('/queues', { body: { name: 'orders', settings: { maxFailures: 3 } } })
    expect([made.status, made.body]).toMatchObject([
      201,
      { name: 'orders', paused: false, settings: { maxFailures: 3, delivery: null }, pending: 0, lastSeq: 0 },
    ])
    expect((await bench.ask('/queues/orders')).body).toMatchObject({ name: 'orders', clients: [] })
  })

  it('tells the first seq that is there, and takes settings that are null for none', async () => {
    const bench = await Bench.start()
    const made = await bench.ask('/queues', { body: { name: 'orders', settings: null } })
    expect([made.status, made.body]).toMatchObject([201, { firstSeq: 1, lastSeq: 0 }])
    await bench.ask('/queues/orders/messages', { body: { event: 'created' } })
    expect((await bench.ask('/queues/orders')).body).toMatchObject({ firstSeq: 1, lastSeq: 1 })
  })

  it('is a conflict where it exists', async () => {
    const bench = await Bench.start()
    await bench.ask('/queues', { body: { name: 'orders' } })
    const again = await bench.ask('/queues', { body: { name: 'orders' } })
    expect([again.status, again.body]).toMatchObject([409, { error: { code: 'E_CONFLICT' } }])
  })

  it.each([
    [{}, 'E_BAD_REQUEST', 'name'],
    [{ name: 7 }, 'E_BAD_REQUEST', 'name'],
    [{ name: '_dashboard' }, 'E_NAME', 'name'],
    [{ name: "x'; DROP TABLE queue;--" }, 'E_NAME', 'name'],
    [{ name: 'a'.repeat(129) }, 'E_NAME', 'name'],
    [{ name: 'a\ud800' }, 'E_NAME', 'name'],
    [{ name: 'a', colour: 'red' }, 'E_BAD_REQUEST', 'colour'],
    [{ name: 'a', settings: { ackDeadlineMs: 999 } }, 'E_BAD_REQUEST', 'settings.ackDeadlineMs'],
    [{ name: 'a', settings: { ackDeadlineMs: 1e99 } }, 'E_BAD_REQUEST', 'settings.ackDeadlineMs'],
    [{ name: 'a', settings: { delivery: 'pigeon' } }, 'E_BAD_REQUEST', 'settings.delivery'],
    [{ name: 'a', settings: { colour: 1 } }, 'E_BAD_REQUEST', 'settings.colour'],
    [{ name: 'a', settings: [] }, 'E_BAD_REQUEST', 'settings'],
    ['{"name":"a","__proto__":{"x":1}}', 'E_BAD_REQUEST', '__proto__'],
    [[], 'E_BAD_REQUEST', undefined],
    ['null', 'E_BAD_REQUEST', undefined],
    ['"orders"', 'E_BAD_REQUEST', undefined],
  ])('refuses %j', async (body, code, field) => {
    const bench = await Bench.start()
    const { status, body: answer } = await bench.ask('/queues', { body })
    expect([status, answer]).toMatchObject([400, { error: { code, ...(field === undefined ? {} : { field }) } }])
    expect(bench.broker.queues()).toEqual([])
  })
})

describe('changing settings', () => {
  it('takes them alone or below `settings`, keeps the others, and goes back to the default with null', async () => {
    const bench = await Bench.start()
    await bench.ask('/queues', { body: { name: 'orders', settings: { maxFailures: 3 } } })
    const first = await bench.ask('/queues/orders', patch({ settings: { ackDeadlineMs: 5_000 } }))
    expect(first.body).toMatchObject({ settings: { maxFailures: 3, ackDeadlineMs: 5_000 } })
    const second = await bench.ask('/queues/orders', patch({ maxFailures: null, delivery: 'realtime' }))
    expect(second.body).toMatchObject({ settings: { maxFailures: null, ackDeadlineMs: 5_000, delivery: 'realtime' } })
  })

  it('sets limits of age and size, and shows those that hold', async () => {
    const bench = await Bench.start()
    const made = await bench.ask('/queues', { body: { name: 'orders' } })
    const defaults = { retentionMs: 7 * 24 * 3_600_000, maxBytes: 10 * 1_024 ** 3 }
    expect(made.body).toMatchObject({ settings: { retentionMs: null, maxBytes: null }, ...defaults, warning: null })
    const limits = { retentionMs: 60_000, maxBytes: 1_024 }
    expect((await bench.ask('/queues/orders', patch(limits))).body).toMatchObject({ settings: limits, ...limits })
    await bench.publish({ payload: 'x'.repeat(100) })
    expect((await bench.ask('/queues/orders')).body).toMatchObject({
      storedBytes: 102 + 'orders'.length + 'created'.length,
    })
    const back = { retentionMs: null, maxBytes: null }
    expect((await bench.ask('/queues/orders', patch(back))).body).toMatchObject({ settings: back, ...defaults })
  })

  it.each([
    [{ ackDeadlineMs: '5000' }, 'ackDeadlineMs'],
    [{ settings: { ackDeadlineMs: '5000' } }, 'settings.ackDeadlineMs'],
    [{ settings: { colour: 1 } }, 'settings.colour'],
    [{ colour: 1 }, 'colour'],
    [{ retentionMs: 59_999 }, 'retentionMs'],
    [{ maxBytes: 1_023 }, 'maxBytes'],
    [{ maxBytes: 1e99 }, 'maxBytes'],
  ])('names the field at fault: %j', async (body, field) => {
    const bench = await Bench.start()
    await bench.ask('/queues', { body: { name: 'orders' } })
    const answer = await bench.ask('/queues/orders', patch(body))
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field } }])
  })
})

describe('pausing', () => {
  it('needs no body, can be asked for twice, and holds queued messages until the resume', async () => {
    const bench = await Bench.start()
    const consumer = await bench.consumer('billing')
    for (const _ of [1, 2]) {
      const paused = await bench.ask('/queues/orders/pause', { method: 'POST' })
      expect([paused.status, paused.body]).toEqual([200, { paused: true }])
    }
    const seq = await bench.publish()
    expect((await bench.ask('/queues/orders')).body).toMatchObject({ paused: true, pending: 1, inFlight: 0 })
    expect(consumer.got).toEqual([])
    expect((await bench.ask('/queues/orders/resume', { method: 'POST' })).body).toEqual({ paused: false })
    await consumer.arrived(1)
    expect(consumer.got).toMatchObject([{ seq }])
  })
})

describe('the list of queues', () => {
  it('is in order of names, with a prefix, in pages', async () => {
    const bench = await Bench.start()
    for (const name of ['b', 'a.2', 'c', 'a.1', 'a.3']) await bench.ask('/queues', { body: { name } })
    expect(names((await bench.ask('/queues')).body)).toEqual(['a.1', 'a.2', 'a.3', 'b', 'c'])
    expect(names((await bench.ask('/queues?sort=-name&limit=2')).body)).toEqual(['c', 'b'])
    const first = await bench.ask('/queues?prefix=a.&limit=2')
    const rest = await bench.ask(`/queues?prefix=a.&limit=2&cursor=${cursorOf(first.body)}`)
    expect([names(first.body), names(rest.body)]).toEqual([['a.1', 'a.2'], ['a.3']])
    expect(rest.body).toMatchObject({ nextCursor: null })
    const other = await bench.ask(`/queues?prefix=b&cursor=${cursorOf(first.body)}`)
    expect([other.status, other.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field: 'cursor' } }])
  })

  it('is sorted by a figure, and each queue comes once while figures move', async () => {
    const bench = await Bench.start()
    await bench.consumer('billing')
    for (const name of ['few', 'none']) await bench.ask('/queues', { body: { name } })
    await bench.ask('/queues/orders/pause', { method: 'POST' })
    await bench.publish()
    const first = await bench.ask('/queues?sort=-pending&limit=1')
    await bench.ask('/queues/orders/resume', { method: 'POST' })
    const second = await bench.ask(`/queues?sort=-pending&limit=2&cursor=${cursorOf(first.body)}`)
    expect([names(first.body), names(second.body)]).toEqual([['orders'], ['few', 'none']])
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['sort=colour', 'sort'],
    ['colour=red', 'colour'],
    ['cursor=x', 'cursor'],
    ['__proto__=x', '__proto__'],
  ])('refuses ?%s', async (query, field) => {
    const bench = await Bench.start()
    await bench.ask('/queues', { body: { name: 'orders' } })
    const answer = await bench.ask(`/queues?${query}`)
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field } }])
  })
})

it.each([
  ['GET', '/queues/nothing'],
  ['PATCH', '/queues/nothing'],
  ['POST', '/queues/nothing/pause'],
  ['GET', '/queues/nothing/messages'],
  ['GET', '/queues/nothing/messages/1'],
  ['GET', '/queues/nothing/messages/by-id/x'],
  ['GET', '/queues/nothing/audience?event=created'],
  ['GET', '/subscriptions?queue=nothing'],
  ['GET', '/subscriptions/nothing/billing'],
  ['DELETE', '/subscriptions/nothing/billing'],
  ['POST', '/queues/nothing/resume'],
  ['DELETE', '/queues/nothing?confirm=nothing'],
  ['DELETE', '/queues/nothing/scheduled/a'],
  ['GET', '/rates?queue=nothing'],
])('%s %s is E_UNKNOWN_QUEUE', async (method, path) => {
  const bench = await Bench.start()
  const answer = await bench.ask(path, method === 'PATCH' ? patch({}) : { method })
  expect([answer.status, answer.body]).toMatchObject([404, { error: { code: 'E_UNKNOWN_QUEUE', retryable: false } }])
})

describe('the sparkline of a queue', () => {
  it('comes with the list where it is asked for: 30 figures, both ways', async () => {
    const bench = await Bench.start()
    await bench.ask('/queues', { body: { name: 'idle' } })
    for (const delivery of ['queued', 'realtime']) {
      await bench.ask('/queues/orders/messages', { body: { event: 'created', delivery } })
    }
    const published = [...new Array<number>(29).fill(0), 2]
    expect((await bench.ask('/queues?spark=1')).body).toMatchObject({
      items: [
        { name: 'idle', spark: { stepMs: 30_000, published: new Array<number>(30).fill(0) } },
        { name: 'orders', rates: { published: 0.2 }, spark: { stepMs: 30_000, published } },
      ],
    })
    expect(JSON.stringify((await bench.ask('/queues')).body)).not.toContain('spark')
  })
})
