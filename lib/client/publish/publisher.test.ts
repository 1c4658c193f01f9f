import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PublishResult } from '../../protocol.ts'
import { closed, type PublishError } from '../errors.ts'
import type { Publishable, PublishOptions } from '../options.ts'
import { FakeUplink } from '../testing/uplink.ts'
import { Publisher } from './publisher.ts'

let link: FakeUplink
let publisher: Publisher

beforeEach(() => {
  vi.useFakeTimers()
  link = new FakeUplink()
  publisher = new Publisher(link)
})

afterEach(() => {
  vi.useRealTimers()
})

/** Publishes and keeps how it ends: its seq, its code, or `undefined` for not yet. */
function publish(payload: unknown, more: Partial<Publishable> = {}, options: PublishOptions = {}) {
  const outcome: { end?: unknown; error?: PublishError } = {}
  publisher.publish({ queue: 'orders', event: 'created', payload, ...more }, options).then(
    (confirm) => {
      outcome.end = confirm.seq
    },
    (error: PublishError) => {
      outcome.end = error.code
      outcome.error = error
    },
  )
  return outcome
}

/** Lets what is under way in this tick finish. */
async function tick(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
}

function busy(retryAfterMs: number, code: 'E_BUSY' | 'E_FULL' = 'E_BUSY'): PublishResult {
  return { ok: false, error: { code, message: 'busy', retryable: true, retryAfterMs } }
}

function breakLink(): void {
  link.state = 'reconnecting'
  publisher.broken()
}

function mendLink(): void {
  link.state = 'connected'
  publisher.connected()
}

test('a tick forms a batch, and what gathers while it is under way the next', async () => {
  const outcomes = [publish(1), publish(2)]
  await tick()
  outcomes.push(publish(3))
  await tick()
  expect(link.payloads).toEqual([[1, 2]])
  outcomes.push(publish(4))
  link.answer()
  await tick()
  expect(link.payloads).toEqual([
    [1, 2],
    [3, 4],
  ])
  link.answer()
  await tick()
  expect(outcomes.map(({ end }) => end)).toEqual([1, 2, 3, 4])
})

test('a batch has at most 500 messages', async () => {
  for (let n = 0; n < 1_200; n++) publish(n)
  await tick()
  expect(link.payloads.map((batch) => batch.length)).toEqual([500, 500])
})

test('a batch has at most 1 MiB', async () => {
  for (let n = 0; n < 5; n++) publish('x'.repeat(250 * 1024))
  await tick()
  expect(link.payloads.map((batch) => batch.length)).toEqual([4])
})

test('under load two batches take turns, in order, also after a broken connection', async () => {
  for (let n = 0; n < 100; n++) publish(n)
  await tick()
  expect(link.payloads.map((batch) => [batch.length, batch[0]])).toEqual([
    [50, 0],
    [50, 50],
  ])
  for (let n = 100; n < 150; n++) publish(n)
  await tick()
  expect(link.sent).toHaveLength(2)
  link.sent[0]?.answer({ ok: true, results: link.sent[0].messages.map(({ id }) => link.stored(id)) })
  await tick()
  expect(link.payloads[2]?.[0]).toBe(100)
  breakLink()
  mendLink()
  await tick()
  const again = [...(link.payloads[3] ?? []), ...(link.payloads[4] ?? [])]
  expect(again).toEqual(Array.from({ length: 100 }, (_, i) => i + 50))
})

test('what a broken connection leaves open goes again, first and with the same ids', async () => {
  const first = publish(1)
  await tick()
  const second = publish(2)
  breakLink()
  await tick()
  expect(link.sent).toHaveLength(1)
  mendLink()
  await tick()
  expect(link.payloads[1]).toEqual([1, 2])
  expect(link.sent[1]?.messages[0]?.id).toBe(link.sent[0]?.messages[0]?.id)
  link.answer()
  await tick()
  expect([first.end, second.end]).toEqual([1, 2])
})

test('an answer to a connection that broke is not believed', async () => {
  const outcome = publish(1)
  await tick()
  const late = link.sent[0]
  breakLink()
  late?.answer({ ok: false, error: { code: 'E_CLOSING', message: 'closing', retryable: false } })
  await tick()
  expect(outcome.end).toBeUndefined()
})

test('what a broker held back goes to the next connection at once, before what was under way', async () => {
  publish(1)
  await tick()
  link.answer(() => busy(60_000))
  publish(2)
  publish('other', { queue: 'invoices' })
  await tick()
  breakLink()
  mendLink()
  await tick()
  expect(link.payloads).toEqual([[1], ['other'], [1, 2, 'other']])
})

test('a refusal that may pass holds its queue back, in order, and no other', async () => {
  const outcomes = [publish(1), publish(2, { queue: 'other' })]
  await tick()
  link.answer((payload, id) => (payload === 1 ? busy(5_000) : link.stored(id)))
  outcomes.push(publish(3), publish(4, { queue: 'other' }))
  await tick()
  expect(link.payloads[1]).toEqual([4])
  link.answer()
  await vi.advanceTimersByTimeAsync(4_999)
  expect(link.sent).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(link.payloads[2]).toEqual([1, 3])
  link.answer()
  await tick()
  expect(outcomes.map(({ end }) => end)).toEqual([3, 1, 4, 2])
})

test('a full queue is waited for, as the time that the broker names', async () => {
  const outcome = publish(1, { delayMs: 60_000 })
  await tick()
  link.answer(() => busy(20_000, 'E_FULL'))
  await vi.advanceTimersByTimeAsync(19_999)
  expect([link.sent.length, outcome.end]).toEqual([1, undefined])
  await vi.advanceTimersByTimeAsync(1)
  link.answer((_payload, id) => ({ ok: true, id, seq: null, dueAt: '2026-03-01T12:00:00.000Z' }))
  await tick()
  expect(outcome.end).toBeNull()
})

test('a refusal that will not pass rejects, for certain', async () => {
  const outcome = publish(1)
  await tick()
  link.answer(() => ({ ok: false, error: { code: 'E_NAME', message: 'bad', retryable: false, field: 'queue' } }))
  await tick()
  expect(outcome.error).toMatchObject({ code: 'E_NAME', field: 'queue', uncertain: false })
})

test('what was never answered is not sent again once the broker has forgotten its id', async () => {
  const old = publish(1)
  await tick()
  breakLink()
  vi.setSystemTime(Date.now() + 200_000)
  const fresh = publish(2)
  vi.setSystemTime(Date.now() + 100_000)
  mendLink()
  await tick()
  expect(old.error).toMatchObject({ code: 'E_UNCERTAIN', uncertain: true })
  expect(link.payloads[1]).toEqual([2])
  expect(fresh.end).toBeUndefined()
})

test('what waited for its first sending is never too old', async () => {
  breakLink()
  publish(1)
  vi.setSystemTime(Date.now() + 3_600_000)
  mendLink()
  await tick()
  expect(link.payloads).toEqual([[1]])
})

test('real time does not wait for a batch under way, and is never sent twice', async () => {
  publish(1)
  await tick()
  const outcome = publish(2, { delivery: 'realtime' })
  await tick()
  expect(link.payloads).toEqual([[1], [2]])
  breakLink()
  mendLink()
  await tick()
  expect(link.payloads).toEqual([[1], [2], [1]])
  expect(outcome.error).toMatchObject({ code: 'E_DISCONNECTED', uncertain: true })
})

test('a queue that showed itself as real time is not sent to twice either', async () => {
  publish(1)
  await tick()
  link.answer((_payload, id) => ({ ok: true, id, seq: null, recipients: 0 }))
  const outcome = publish(2)
  await tick()
  breakLink()
  mendLink()
  await tick()
  expect(link.payloads).toEqual([[1], [2]])
  expect(outcome.end).toBe('E_DISCONNECTED')
})

test('a time limit and a signal give up, and say whether it may have arrived', async () => {
  const caller = new AbortController()
  const sent = publish(1, {}, { timeoutMs: 1_000 })
  await tick()
  const waiting = publish(2, {}, { signal: caller.signal })
  caller.abort()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sent.error).toMatchObject({ code: 'E_TIMEOUT', uncertain: true })
  expect(waiting.error).toMatchObject({ code: 'E_ABORTED', uncertain: false })
  link.answer()
  await tick()
  expect(link.sent).toHaveLength(1)
})

test('a signal that fired before the call sends nothing', async () => {
  const outcome = publish(1, {}, { signal: AbortSignal.abort() })
  await tick()
  expect(outcome.end).toBe('E_ABORTED')
  expect(link.sent).toEqual([])
})

test('it is idle once everything has ended, and closing ends what has not', async () => {
  const outcome = publish(1)
  await tick()
  const idle = vi.fn()
  void publisher.idle().then(idle)
  await tick()
  expect(idle).not.toHaveBeenCalled()
  publisher.giveUp(closed())
  await tick()
  expect(idle).toHaveBeenCalled()
  expect(outcome.error).toMatchObject({ code: 'E_CLOSED', uncertain: true })
})
