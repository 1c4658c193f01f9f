import { expect, it } from 'vitest'
import { MemoryLog } from '../memory-log.ts'
import { Queue } from '../state.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { NOW, queueRecord } from '../testing/records.ts'
import { Changes } from './changes.ts'
import { Oldest } from './oldest.ts'

it('keeps nothing of a deleted queue, also where a commit with its messages was under way', () => {
  const oldest = new Oldest(new MemoryLog(), new Changes(new ManualClock()))
  const queue = new Queue({ ...queueRecord(1), ord: 0 })
  oldest.note(queue, 1, NOW)
  expect(oldest.publishedAt(queue, 1)).toBe(NOW)
  queue.deleted = true
  oldest.forget(queue)
  oldest.note(queue, 2, NOW)
  expect(oldest.publishedAt(queue, 2)).toBeNull()
})
