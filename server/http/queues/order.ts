import { queueFilter } from '../../../lib/filters/queues.ts'
import type { QueueView } from '../../broker/api.ts'
import { matcherOf } from '../filtered.ts'

/** What a list of queues is sorted by. */
export interface Figures {
  readonly pending: number
  readonly inFlight: number
  readonly retrying: number
  readonly dead: number
  readonly oldestPendingMs: number | null
  readonly rates: { readonly published: number; readonly acked: number; readonly missed: number }
  readonly storedBytes: number
}

const FIGURES: Readonly<Record<string, (queue: Figures) => number>> = {
  pending: (queue) => queue.pending,
  inFlight: (queue) => queue.inFlight,
  retrying: (queue) => queue.retrying,
  dead: (queue) => queue.dead,
  oldest: (queue) => queue.oldestPendingMs ?? -1,
  rate: (queue) => queue.rates.published,
  acked: (queue) => queue.rates.acked,
  missed: (queue) => queue.rates.missed,
  stored: (queue) => queue.storedBytes,
}

/** Dead letters, then what fails, then who has waited longest, then misses, then traffic. */
const URGENCY = ['dead', 'retrying', 'oldest', 'missed', 'rate']

type Compare<Row> = (a: Row, b: Row) => number

/** In the order of `sort`: a leading `-` is largest first. Equal ones stand by their names. */
export function queueOrder<Row>(
  sort: string,
  figuresOf: (row: Row) => Figures,
  nameOf: (row: Row) => string,
): Compare<Row> {
  const sign = sort.startsWith('-') ? -1 : 1
  const word = sort.replace('-', '')
  const byName: Compare<Row> = (a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)
  if (word === 'name') return (a, b) => sign * byName(a, b)
  const figures = (word === 'urgency' ? URGENCY : [word]).flatMap((name) => FIGURES[name] ?? [])
  return (a, b) => {
    const [left, right] = [figuresOf(a), figuresOf(b)]
    for (const figure of figures) {
      const apart = figure(left) - figure(right)
      if (apart !== 0) return sign * apart
    }
    return byName(a, b)
  }
}

/** Those that match. @throws Fault E_BAD_REQUEST for a filter that says what nobody can act on */
export function matching(
  queues: readonly QueueView[],
  { prefix = '', filter = '' }: { prefix?: string | undefined; filter?: string | undefined },
): QueueView[] {
  const matches = matcherOf(queueFilter(filter))
  return queues.filter((queue) => queue.name.startsWith(prefix) && matches(queue))
}
