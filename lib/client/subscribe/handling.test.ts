import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SettleOptions, SettleResult } from '../../protocol.ts'
import { Nack } from '../errors.ts'
import type { HandlerContext, Message } from '../options.ts'
import { Extender } from './extender.ts'
import { Settler } from './settler.ts'
import { Worker } from './worker.ts'

type Settlement = Omit<SettleOptions, 'name'>

/** A durable subscription without a connection: what it settles is kept, for a test to answer. */
function harness(concurrency = 1) {
  /** Everything that went out; `answer` where a confirm was asked for. */
  const settled: { settlement: Settlement; answer?: (result: SettleResult | null) => void }[] = []
  const calls: { message: Message; context: HandlerContext; end: () => void; fail: (error: unknown) => void }[] = []
  const reported: unknown[] = []
  const settler: Settler<unknown> = new Settler<unknown>({
    confirm: (settlement) => new Promise((answer) => settled.push({ settlement, answer })),
    tell: (settlement) => settled.push({ settlement }),
    confirmed: (delivery) => worker.ledger.forget(delivery),
    report: (error) => reported.push(error),
  })
  const handler = (message: Message, context: HandlerContext) =>
    new Promise<void>((end, fail) => calls.push({ message, context, end, fail }))
  const worker: Worker<unknown> = new Worker(handler, concurrency, settler)
  return {
    worker,
    settler,
    calls,
    reported,
    settled,
    get settlements(): Settlement[] {
      return settled.map(({ settlement }) => settlement)
    },
    get started(): (number | null)[] {
      return calls.map(({ message }) => message.seq)
    },
    lose(): void {
      worker.lose()
      settler.lose()
    },
  }
}

function message(seq: number, attempt = 1, id = `m${seq}`): Message {
  const fixed = { queue: 'orders', event: 'created', headers: {}, publishedAt: '', delivery: 'queued' } as const
  return { ...fixed, id, seq, attempt, payload: seq, subscription: 'billing' }
}

const OK: SettleResult = { ok: true, settled: 1, ignored: [] }

async function tick(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('one handler at a time, in order, and the next after its end', async () => {
  const { worker, calls, ...seen } = harness()
  worker.deliver([message(1), message(2)])
  expect(calls.map((call) => call.message.seq)).toEqual([1])
  calls[0]?.end()
  await tick()
  expect(calls.map((call) => call.message.seq)).toEqual([1, 2])
  expect(seen.settled.map(({ settlement }) => settlement)).toEqual([{ acked: [[1, 1]] }])
})

test('concurrency runs so many at once, and a tick settles them as ranges', async () => {
  const h = harness(3)
  h.worker.deliver([1, 2, 3, 4, 5].map((seq) => message(seq)))
  expect(h.started).toEqual([1, 2, 3])
  for (const call of [...h.calls]) call.end()
  await tick()
  expect(h.settlements).toEqual([{ acked: [[1, 3]] }])
  expect(h.started).toEqual([1, 2, 3, 4, 5])
})

test('what a handler throws is the reason, and a Nack says how to go on', async () => {
  const h = harness(4)
  h.worker.deliver([1, 2, 3, 4].map((seq) => message(seq, 2)))
  h.calls[0]?.fail(new Error('no such order'))
  h.calls[1]?.fail(new Nack('invoices are down', { delayMs: 60_000 }))
  h.calls[2]?.fail(new Nack('malformed', { dead: true }))
  h.calls[3]?.fail(`\u0000\ud800${'x'.repeat(2_000)}`)
  await tick()
  expect(h.settlements).toEqual([
    {
      nacked: [
        { seq: 1, attempt: 2, reason: 'no such order' },
        { seq: 2, attempt: 2, reason: 'invoices are down', delayMs: 60_000 },
        { seq: 3, attempt: 2, reason: 'malformed', dead: true },
        { seq: 4, attempt: 2, reason: `\ufffd\ufffd${'x'.repeat(1_022)}` },
      ],
    },
  ])
})

test('a handler that throws at once is a nack too', async () => {
  const confirm = vi.fn(async () => OK)
  const port = { confirm, tell: () => {}, confirmed: () => {}, report: () => {} }
  const worker = new Worker(
    () => {
      throw new Error('at once')
    },
    1,
    new Settler(port),
  )
  worker.deliver([message(1)])
  await tick()
  expect(confirm).toHaveBeenCalledWith({ nacked: [{ seq: 1, attempt: 1, reason: 'at once' }] })
})

test('after a broken connection nothing old is settled, and what waited is forgotten', async () => {
  const h = harness()
  h.worker.deliver([message(1), message(2)])
  const signal = h.calls[0]?.context.signal
  h.lose()
  expect(signal?.aborted).toBe(true)
  h.calls[0]?.end()
  await tick()
  expect(h.started).toEqual([1])
  expect(h.settlements).toEqual([])
})

test('what was handled before the connection broke is acknowledged when it comes again, not handled again', async () => {
  const h = harness()
  h.worker.deliver([message(1)])
  h.calls[0]?.end()
  await tick()
  h.lose()
  h.worker.deliver([message(1, 2), message(2)])
  await tick()
  expect(h.started).toEqual([1, 2])
  expect(h.settlements).toEqual([{ acked: [[1, 1]] }, { acked: [[1, 1]] }])
})

test('what still runs when it comes again is not started twice; its end decides', async () => {
  const h = harness(2)
  h.worker.deliver([message(1), message(2)])
  h.lose()
  h.worker.deliver([message(1, 2), message(2, 2)])
  expect(h.started).toEqual([1, 2])
  h.calls[0]?.end()
  h.calls[1]?.fail(new Error('no'))
  await tick()
  expect(h.settlements).toEqual([{ acked: [[1, 1]] }])
  expect(h.calls.map((call) => [call.message.seq, call.message.attempt])).toEqual([
    [1, 1],
    [2, 1],
    [2, 2],
  ])
})

test('two broken connections in one handler still make one handling', async () => {
  const h = harness(2)
  h.worker.deliver([message(1)])
  h.lose()
  h.worker.deliver([message(1, 2)])
  h.lose()
  h.worker.deliver([message(1, 3)])
  h.calls[0]?.end()
  await tick()
  expect(h.started).toEqual([1])
  expect(h.settlements).toEqual([{ acked: [[1, 1]] }])
})

test('another message under the same seq, or a point moved back, is handled', async () => {
  const h = harness()
  h.worker.deliver([message(1), message(2)])
  h.calls[0]?.end()
  await tick()
  h.calls[1]?.end()
  await tick()
  h.lose()
  h.worker.deliver([message(1, 2, 'of another database'), message(2, 1)])
  h.calls[2]?.end()
  await tick()
  expect(h.started).toEqual([1, 2, 1, 2])
})

test('a deadline that passed on the same connection never lets the old attempt settle the new one', async () => {
  const h = harness(1)
  h.worker.deliver([message(1), message(2)])
  h.worker.deliver([message(2, 2)])
  h.calls[0]?.end()
  await tick()
  expect(h.calls.map((call) => [call.message.seq, call.message.attempt])).toEqual([
    [1, 1],
    [2, 2],
  ])
})

test('a settlement that is refused for now goes again on the same connection', async () => {
  const h = harness()
  h.worker.deliver([message(1)])
  h.calls[0]?.end()
  await tick()
  h.settled[0]?.answer?.({
    ok: false,
    error: { code: 'E_STORAGE', message: 'away', retryable: true, retryAfterMs: 5_000 },
  })
  await vi.advanceTimersByTimeAsync(4_999)
  expect(h.settlements).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(h.settlements).toEqual([{ acked: [[1, 1]] }, { acked: [[1, 1]] }])
})

test('a settlement that is refused for good is told, and does not stop the rest', async () => {
  const h = harness()
  h.worker.deliver([message(1), message(2)])
  h.calls[0]?.end()
  await tick()
  h.settled[0]?.answer?.({ ok: false, error: { code: 'E_BAD_REQUEST', message: 'no', retryable: false } })
  h.calls[1]?.end()
  await tick()
  expect(h.reported).toMatchObject([{ code: 'E_BAD_REQUEST' }])
  expect(h.settlements[1]).toEqual({ acked: [[2, 2]] })
})

test('a confirm is asked for now and then, and covers what went before it', async () => {
  const h = harness(10)
  h.worker.deliver([1, 2, 3].map((seq) => message(seq)))
  for (const call of h.calls) {
    call.end()
    await tick()
  }
  expect(h.settled.map(({ settlement, answer }) => [settlement, answer !== undefined])).toEqual([
    [{ acked: [[1, 1]] }, true],
    [{ acked: [[2, 2]] }, false],
    [{ acked: [[3, 3]] }, false],
  ])
  h.settled[0]?.answer?.(OK)
  await vi.advanceTimersByTimeAsync(250)
  expect(h.settled[3]?.settlement).toEqual({})
  const now = performance.now()
  expect(h.worker.ledger.get(1, now)).toBeUndefined()
  expect(h.worker.ledger.get(3, now)?.state).toBe('handled')
  h.settled[3]?.answer?.(OK)
  await tick()
  expect(h.worker.ledger.get(3, now)).toBeUndefined()
})

test('who waits for the end gets a confirm of everything at once', async () => {
  const h = harness(10)
  h.worker.deliver([1, 2].map((seq) => message(seq)))
  for (const call of h.calls) {
    call.end()
    await tick()
  }
  const idle = vi.fn()
  void h.settler.idle().then(idle)
  h.settled[0]?.answer?.(OK)
  await tick()
  expect(h.settlements).toEqual([{ acked: [[1, 1]] }, { acked: [[2, 2]] }, {}])
  expect(idle).not.toHaveBeenCalled()
  h.settled[2]?.answer?.(OK)
  await tick()
  expect(idle).toHaveBeenCalled()
})

test('stopped, it finishes what runs and begins nothing', async () => {
  const h = harness()
  h.worker.deliver([message(1), message(2)])
  h.worker.stop()
  const idle = vi.fn()
  void h.worker.idle().then(idle)
  await tick()
  expect(idle).not.toHaveBeenCalled()
  h.calls[0]?.end()
  await tick()
  expect(idle).toHaveBeenCalled()
  expect(h.started).toEqual([1])
})

function extending(maxHandlingMs = 60_000) {
  const h = harness()
  const extended: number[][] = []
  const extender = new Extender(h.worker.ledger, { ackDeadlineMs: 10_000, maxHandlingMs }, (seqs) => {
    extended.push(seqs)
  })
  return { ...h, extended, extender }
}

test('what runs and what waits behind it is extended at half-time, until it ends', async () => {
  const { worker, calls, extender, extended } = extending()
  extender.start()
  worker.deliver([message(1), message(2)])
  await vi.advanceTimersByTimeAsync(4_999)
  expect(extended).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(extended).toEqual([[1, 2]])
  calls[0]?.end()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(extended).toEqual([[1, 2], [2]])
  calls[1]?.end()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(extended).toHaveLength(2)
})

test('a shorter deadline, once it is known, counts at once', async () => {
  const { worker, extender, extended } = extending()
  extender.start()
  worker.deliver([message(1)])
  extender.learn(1_000)
  await vi.advanceTimersByTimeAsync(500)
  expect(extended).toEqual([[1]])
})

test('a handler that hangs is left to its deadline in the end', async () => {
  const { worker, extender, extended } = extending(12_000)
  extender.start()
  worker.deliver([message(1)])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(extended).toEqual([[1], [1]])
})
