import { expect, it } from 'vitest'
import { LIMITS } from '../limits.ts'
import { MemoryLog } from '../memory-log.ts'
import { type Change, type Commit, type Log, StorageError } from '../ports.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { Batcher } from './batcher.ts'

/** A log that can never store a stay. */
function withoutPresence(written: Change[]): Log {
  const append = async ({ changes }: Commit) => {
    if (changes.some(({ kind }) => kind === 'putPresence')) throw new StorageError('no room in the index', false)
    written.push(...changes)
  }
  return Object.assign(new MemoryLog().session(), { append })
}

it('goes on where a stay cannot be stored', async () => {
  const clock = new ManualClock()
  const written: Change[] = []
  const told: (Error | null)[] = []
  const batcher = new Batcher(withoutPresence(written), clock, LIMITS, {
    committed: () => undefined,
    refused: () => undefined,
    storage: (error) => told.push(error),
    lost: () => undefined,
  })
  const stay = { client: 'ui', queue: 'q', events: ['*'], from: { seq: 0, ord: 1 }, fromAt: 1 }
  batcher.presence({ kind: 'putPresence', queueId: 1, presence: { ...stay, to: null, toAt: null, left: false } })
  const deletion: Change = { kind: 'deleteSubscription', subscriptionId: 7 }
  const outcomes: string[] = []
  batcher.change(deletion, { done: () => outcomes.push('done'), refused: () => outcomes.push('refused') })
  await clock.advance(10_000)
  expect(written).toEqual([deletion])
  expect(outcomes).toEqual(['done'])
  expect(told.at(-1)).toBeNull()
})
