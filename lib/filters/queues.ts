/** The filter of a list of queues, read alike by the API that filters and by the page that says what is wrong with it. */
import { readSize, readTime } from '../amounts.ts'
import { type Filtered, readFilter } from './read.ts'
import { type Comparison, readComparison, type Term } from './terms.ts'

/** What of a queue a filter looks at. */
export interface FilteredQueue {
  readonly name: string
  readonly paused: boolean
  readonly pending: number
  readonly inFlight: number
  readonly retrying: number
  readonly dead: number
  readonly scheduled: number
  readonly subscriptions: number
  readonly connections: number
  readonly oldestPendingMs: number | null
  readonly storedBytes: number
  readonly maxBytes: number
  readonly warning: 'age' | 'size' | null
  readonly settings: { readonly delivery: 'queued' | 'realtime' | null }
  readonly rates: { readonly published: number; readonly acked: number; readonly missed: number }
}

type Test = (queue: FilteredQueue) => boolean

const FIGURES: Readonly<Record<string, (queue: FilteredQueue) => number>> = {
  pending: (queue) => queue.pending,
  inflight: (queue) => queue.inFlight,
  retrying: (queue) => queue.retrying,
  dead: (queue) => queue.dead,
  scheduled: (queue) => queue.scheduled,
  missed: (queue) => queue.rates.missed,
  in: (queue) => queue.rates.published,
  acked: (queue) => queue.rates.acked,
  subscriptions: (queue) => queue.subscriptions,
  connections: (queue) => queue.connections,
}

const ALL_FIELDS =
  'There are prefix, paused, oldest, stored, limit, delivery, pending, inFlight, retrying, dead, scheduled, missed, in, acked, subscriptions and connections.'

/** Reads `ord dead:>0 paused:yes oldest:>5m`: words are part of the name, `*` stands for anything. Never throws. */
export function queueFilter(text: string): Filtered<FilteredQueue> {
  return readFilter(text, ({ name }) => name, testOf)
}

function testOf({ field, value }: Term): Test | string {
  const figure = FIGURES[field]
  if (figure !== undefined) {
    const compare = readComparison(value)
    return compare === null ? `${field}:${value} is no number: write ${field}:>0.` : (queue) => compare(figure(queue))
  }
  switch (field) {
    case 'prefix':
      return ({ name }) => name.startsWith(value)
    case 'paused':
      return pausedTest(value)
    case 'delivery':
      return deliveryTest(value)
    case 'limit':
      return limitTest(value)
    case 'oldest':
      return olderTest(value)
    case 'stored':
      return storedTest(value)
    default:
      return `${field}: is no field here. ${ALL_FIELDS}`
  }
}

function pausedTest(value: string): Test | string {
  if (value !== 'yes' && value !== 'no') return `paused:${value} is neither yes nor no.`
  return ({ paused }) => paused === (value === 'yes')
}

function deliveryTest(value: string): Test | string {
  if (value !== 'queued' && value !== 'realtime') return `delivery:${value} is neither queued nor realtime.`
  return ({ settings }) => (settings.delivery ?? 'queued') === value
}

/** Near a limit, or at it. */
function limitTest(value: string): Test | string {
  if (value === 'age') return ({ warning }) => warning === 'age'
  if (value === 'size') return ({ warning, storedBytes, maxBytes }) => warning === 'size' || storedBytes >= maxBytes
  if (value === 'full') return ({ storedBytes, maxBytes }) => storedBytes >= maxBytes
  return `limit:${value} is none of age, size and full.`
}

/** Only a queue where something waits has an oldest. */
function olderTest(value: string): Test | string {
  const compare = compareAmount(value, readTime)
  if (compare === null) return `oldest:${value} is no time: write oldest:>5m.`
  return ({ oldestPendingMs }) => oldestPendingMs !== null && compare(oldestPendingMs)
}

function storedTest(value: string): Test | string {
  const compare = compareAmount(value, readSize)
  return compare === null
    ? `stored:${value} is no size: write stored:>100MiB.`
    : ({ storedBytes }) => compare(storedBytes)
}

/** `>5m` by the amount's own unit. */
function compareAmount(value: string, read: (text: string) => number | null): Comparison | null {
  const [, sign = '', rest = ''] = /^(>=|<=|>|<|=)?(.*)$/.exec(value) ?? []
  const amount = read(rest)
  return amount === null ? null : readComparison(`${sign}${amount}`)
}
