import { expect, it } from 'vitest'
import { Activities } from '../life/activities.ts'
import { Registry } from '../life/registry.ts'
import { LIMITS } from '../limits.ts'
import { MemoryLog } from '../memory-log.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { SeededIds } from '../testing/seeded-ids.ts'
import { Changes } from '../views/changes.ts'
import { Batcher } from './batcher.ts'
import { Schedule } from './schedule.ts'

it('hears of a message that came into the log after it had asked when the next one is due', async () => {
  const clock = new ManualClock(1_000)
  const asked: number[] = []
  let answer = (_next: number | null): void => {}
  const log = Object.assign(new MemoryLog().session(), {
    due: async (until: number) => {
      asked.push(until)
      return []
    },
    nextDueAt: () => new Promise<number | null>((resolve) => (answer = resolve)),
  })
  const hooks = { committed: () => {}, refused: () => {}, storage: () => {}, lost: () => {} }
  const batcher = new Batcher(log, clock, LIMITS, hooks)
  const ids = new SeededIds()
  const activities = new Activities({ clock, ids, batcher, changes: new Changes(clock) })
  const registry = new Registry(clock, batcher, activities, true)
  const deps = { log, clock, limits: LIMITS, registry, batcher, isLeaving: () => false, warn: () => {} }
  const schedule = new Schedule(deps)
  schedule.note(1_100)
  await clock.advance(100)
  schedule.note(1_150)
  answer(null)
  await clock.advance(1_000)
  expect(asked).toEqual([1_100, 1_150])
})
