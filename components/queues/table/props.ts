import type { Deed } from '@/components/queue/deeds/words.ts'
import type { Queue } from '@/lib/api.ts'
import type { QueueSort } from '@/lib/queries/queues.ts'
import type { Line } from './line.ts'

export interface QueueTableProps {
  /** `undefined` where the row is on its way. */
  lines: readonly (Line | undefined)[]
  tree: boolean
  sort: QueueSort
  selected: ReadonlyMap<string, Queue>
  onSort: (next: QueueSort) => void
  onSelect: (queue: Queue, on: boolean) => void
  onToggle: (line: Line) => void
  onDeed: (deed: Deed, queue: Queue) => void
  /** The rows drawn now, first and last. */
  onView?: (first: number, last: number) => void
}
