import { describe, expect, it } from 'vitest'
import type { DeliveryCell, DeliveryState } from '@/lib/api.ts'
import { isSettled, outcomeOf, windowsOf } from './outcomes.ts'
import type { Result } from './results.ts'

const cell = (state: DeliveryState, delivery: 'queued' | 'realtime' = 'queued'): DeliveryCell => ({
  name: state,
  delivery,
  state,
  since: null,
  retryAt: null,
  behind: null,
})

const stored = (queue: string, seq: number | null): Result => ({
  key: 1,
  at: 0,
  tookMs: 1,
  queue,
  message: { event: 'created' },
  delivery: 'queued',
  foreseen: { live: 0, durable: 0, missed: 0 },
  answer: seq === null ? { ok: true, id: 'x', seq, recipients: 0 } : { ok: true, id: 'x', seq },
})

describe('what became of a message', () => {
  it('counts those that are to acknowledge it, and apart from them those that got it in real time', () => {
    const outcome = outcomeOf([cell('acked'), cell('inFlight'), cell('dead'), cell('delivered', 'realtime')])
    expect(outcome).toEqual({ acked: 1, of: 3, dead: 1, retrying: 0, ended: 0, live: 1 })
    expect(isSettled(outcome)).toBe(false)
  })

  it.each(['pending', 'inFlight', 'retrying'] as const)('may change while one is %s', (state) => {
    expect(isSettled(outcomeOf([cell('acked'), cell(state)]))).toBe(false)
  })

  it.each(['acked', 'dead', 'expired', 'purged'] as const)(
    'is settled where all are done, the last one %s',
    (state) => {
      expect(isSettled(outcomeOf([cell('acked'), cell(state)]))).toBe(true)
    },
  )
})

describe('which rows are asked for', () => {
  it('are those around the results, each window once, and only of what has a place in its queue', () => {
    const results = [stored('a', 101), stored('b', 102), stored('a', 149), stored('a', 150), stored('a', null)]
    expect(windowsOf(results)).toEqual([
      { queue: 'a', fromSeq: 100, seqs: [101, 149] },
      { queue: 'b', fromSeq: 100, seqs: [102] },
      { queue: 'a', fromSeq: 150, seqs: [150] },
    ])
  })

  it('are six windows at most, of the last 20 results', () => {
    const apart = Array.from({ length: 20 }, (_, index) => stored('a', index * 1_000))
    expect(windowsOf(apart)).toHaveLength(6)
    const together = Array.from({ length: 30 }, () => stored('a', 7))
    expect(windowsOf(together)).toEqual([{ queue: 'a', fromSeq: 0, seqs: new Array(20).fill(7) }])
  })
})
