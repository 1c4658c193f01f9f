import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Entry, Queue, Subscription } from '../state.ts'
import { pack, unpack } from './pack.ts'

const settings = { delivery: null, ackDeadlineMs: null, maxFailures: null, retentionMs: null, maxBytes: null }
const queue = new Queue({
  id: 1,
  name: 'q',
  createdAt: 0,
  settings,
  pausedAt: null,
  firstSeq: 0,
  lastSeq: 0,
  ord: 0,
  bytes: 0,
  freedBytes: 0,
})
const subscription = new Subscription({
  id: 1,
  queue,
  name: 's',
  createdAt: 0,
  startSeq: 1,
  events: null,
  ackDeadlineMs: null,
  exclusive: false,
  ordered: false,
  skips: [],
  aged: 0,
  upto: 0,
  matched: 0,
  detachedAt: 0,
})

const traits = fc.record({
  gap: fc.constantFrom(1, 1, 1, 2, 1_000_000),
  attempts: fc.constantFrom(0, 1, 1, 1, 7),
  failures: fc.constantFrom(0, 0, 0, 3),
  losses: fc.constantFrom(0, 0, 2),
  retryAt: fc.constantFrom(0, 0, 1_700_000_000_123),
})

it('reads back what it packed', () => {
  fc.assert(
    fc.property(fc.array(traits, { maxLength: 60 }), (all) => {
      let seq = 0
      const entries = all.map(({ gap, retryAt, ...counts }) => {
        seq += gap
        const entry = new Entry(subscription, seq, null)
        if (retryAt > 0) entry.state = 'retrying'
        return Object.assign(entry, counts, { retryAt })
      })
      const expected = entries.map(({ seq: at, attempts, failures, losses, retryAt }) => ({
        seq: at,
        attempts,
        failures,
        losses,
        retryAt,
      }))
      expect(unpack(pack(entries))).toEqual(expected)
    }),
  )
})

it('packs 1,000 in a row into a few bytes, and refuses what it did not write', () => {
  const row = Array.from({ length: 1_000 }, (_, i) =>
    Object.assign(new Entry(subscription, i + 5, null), { attempts: 1 }),
  )
  expect(pack(row)).toBe('5+rr')
  expect(() => unpack('5+rr;drop')).toThrow('unreadable')
})
