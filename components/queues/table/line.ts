import type { Queue, QueueBranch } from '../../../lib/api.ts'
import { queueHref } from '../../../lib/links.ts'
import type { IconName } from '../../ui/icon.tsx'

/** A row of the list or of the tree: one queue, or a branch with the sums of many. */
export interface Line {
  /** Its path: no two lines of one table have the same. */
  readonly key: string
  /** What the row is called: in a tree, what its name adds to the parent's. */
  readonly word: string
  readonly queue: Queue | null
  /** How many queues it stands for. */
  readonly queues: number
  readonly paused: number
  readonly pending: number
  readonly inFlight: number
  readonly retrying: number
  readonly dead: number
  readonly oldestPendingMs: number | null
  readonly rates: Queue['rates']
  /** Bars of 15 minutes; `null` where they are not added up. */
  readonly published: readonly number[] | null
  readonly place: Place | null
}

/** Where a row stands in a tree. */
export interface Place {
  /** 1 for the roots. */
  readonly level: number
  /** `null` where there is nothing below. */
  readonly open: boolean | null
  readonly parent: string | null
  readonly position: number
  readonly siblings: number
}

/** What is shown in figures, of a queue or summed up. */
function figuresOf({ pending, inFlight, retrying, dead, oldestPendingMs, rates, spark }: Queue | QueueBranch) {
  return { pending, inFlight, retrying, dead, oldestPendingMs, rates, published: spark?.published ?? null }
}

export function lineOf(queue: Queue): Line {
  const { name, paused } = queue
  return { key: name, word: name, queue, queues: 1, paused: paused ? 1 : 0, ...figuresOf(queue), place: null }
}

export function branchLine(branch: QueueBranch, place: Place): Line {
  const { path, queues, queue, paused } = branch
  const self = place.parent === path
  return {
    // The queue that is called as its branch stands below it, and is another row.
    key: self ? `${path}.` : path,
    word: place.parent === null || self ? path : path.slice(place.parent.length),
    queue: queues === 1 ? queue : null,
    queues,
    paused,
    ...figuresOf(branch),
    place,
  }
}

type Counted = 'pending' | 'inFlight' | 'retrying' | 'dead' | 'missed'

/** The rows that a number counts: messages of a queue, or the queues of a branch that have any. */
export function countHref(line: Line, state: Counted): string {
  if (line.queue === null) return `/queues?q=${encodeURIComponent(`prefix:${line.key} ${state}:>0`)}`
  if (state === 'dead') return `/dead?queue=${encodeURIComponent(line.queue.name)}`
  return queueHref(line.queue.name, `state:${state}`, state === 'missed' ? '15m' : undefined)
}

export const twist = (open: boolean): IconName => (open ? 'down' : 'right')
