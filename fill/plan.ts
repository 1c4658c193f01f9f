/** What is written where, worked out before a row is written. */
import type { Amounts } from './options.ts'

/** Of the first queue; some 400 MB, a little less than when the broker begins the next segment. */
const SEGMENT_MESSAGES = 1_000_000
/** Messages of each other queue. */
const FEW = 10
/** The broker drops nothing that is younger than a day. */
const SPAN_MS = 20 * 3_600_000
/** Every 20th subscription is one of the first queue. */
const OF_FIRST_QUEUE = 20

export interface Plan extends Amounts {
  /** In the first queue, and in each of the others. */
  readonly many: number
  readonly few: number
  readonly segments: number
  /** Of the first and the last message, epoch ms. */
  readonly from: number
  readonly until: number
}

export function planOf(amounts: Amounts, now: number): Plan {
  const others = amounts.queues - 1
  const few = others === 0 ? 0 : Math.min(FEW, Math.floor(amounts.messages / 2 / others))
  const many = amounts.messages - few * others
  // The last one stays open: it is where the broker goes on writing.
  const segments = Math.max(2, Math.ceil(many / SEGMENT_MESSAGES))
  return { ...amounts, many, few, segments, from: now - SPAN_MS, until: now }
}

/** Seqs of a queue of `count` messages that lie in one segment, from 1: after the first, through the second. */
export function shareOf(count: number, segment: number, { segments }: Plan): readonly [number, number] {
  return [Math.floor((count * (segment - 1)) / segments), Math.floor((count * segment) / segments)]
}

export const queueName = (id: number): string =>
  id === 1 ? 'orders' : `area-${String(id % 50).padStart(2, '0')}.queue-${String(id).padStart(5, '0')}`

export interface PlannedSubscription {
  readonly id: number
  readonly queueId: number
  readonly name: string
  readonly events: readonly string[]
  readonly upto: number
  /** How many of the messages up to there are its own. */
  readonly matched: number
  readonly dead: number
}

/** One in ten has read nothing, three in ten are a tenth behind, the others are caught up. */
function reachedBy(id: number, count: number): number {
  if (id % 10 === 9) return 0
  return id % 10 >= 6 ? count - Math.ceil(count / 10) : count
}

/** Every fourth message is `paid`, the first one among them: see `messageSql`. */
const paidUpTo = (seq: number): number => Math.floor((seq + 3) / 4)

export function subscriptionsOf(plan: Plan): readonly PlannedSubscription[] {
  const inFirst = plan.queues === 1 ? plan.subscriptions : Math.ceil(plan.subscriptions / OF_FIRST_QUEUE)
  return Array.from({ length: plan.subscriptions }, (_, index) => {
    const id = index + 1
    const queueId = id <= inFirst ? 1 : 2 + (index % (plan.queues - 1))
    const upto = reachedBy(id, queueId === 1 ? plan.many : plan.few)
    const some = id % 5 === 0
    const matched = some ? paidUpTo(upto) : upto
    // The first one has given up what there are dead letters of.
    return {
      id,
      queueId,
      name: `worker-${id}`,
      events: some ? ['paid'] : ['*'],
      upto,
      matched,
      dead: id === 1 ? plan.letters : 0,
    }
  })
}
