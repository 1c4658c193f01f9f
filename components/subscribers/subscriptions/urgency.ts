import type { Subscription, SubscriptionState } from '../../../lib/api.ts'
import { matchesPattern, readComparison, readTerms } from '../../../lib/queries/terms.ts'

const RANKS: Readonly<Record<SubscriptionState, number>> = {
  failing: 0,
  full: 1,
  nobody: 2,
  idle: 3,
  paused: 4,
  catchingUp: 5,
  caughtUp: 6,
}

/** Everything that a subscription has not settled yet. */
export function behind(subscription: Subscription): number {
  return subscription.pending + subscription.inFlight + subscription.retrying
}

/** What needs a hand comes first: failing, full, away with something waiting; then the one that is further behind. */
export function byUrgency(a: Subscription, b: Subscription): number {
  return rank(a) - rank(b) || behind(b) - behind(a) || a.queue.localeCompare(b.queue) || a.name.localeCompare(b.name)
}

/** Nobody connected is only urgent where something waits. */
function rank(subscription: Subscription): number {
  const { state } = subscription
  const isQuiet = state === 'nobody' || state === 'idle' || state === 'paused'
  return isQuiet && behind(subscription) === 0 ? RANKS.caughtUp : RANKS[state]
}

export interface Filtered<Row> {
  readonly matches: (row: Row) => boolean
  readonly problems: readonly string[]
}

const FIGURES = ['behind', 'pending', 'inflight', 'retrying', 'dead', 'floor'] as const
type FigureName = (typeof FIGURES)[number]

const figure: Readonly<Record<FigureName, (row: Subscription) => number>> = {
  behind,
  pending: (row) => row.pending,
  inflight: (row) => row.inFlight,
  retrying: (row) => row.retrying,
  dead: (row) => row.dead,
  floor: (row) => row.floor,
}

/** Reads `queue:orders behind:>100 state:failing event:add client:billing-*`; a bare word is looked for in the name. */
export function subscriptionFilter(text: string): Filtered<Subscription> {
  const { terms, bare } = readTerms(text)
  const problems: string[] = []
  const tests = terms.flatMap(({ field, value }) => {
    const test = value === '' ? null : testOf(field, value)
    if (typeof test === 'string') problems.push(test)
    return typeof test === 'function' ? [test] : []
  })
  const words = bare.map((word) => (row: Subscription) => matchesPattern(`*${word}*`, row.name))
  return { matches: (row) => [...tests, ...words].every((test) => test(row)), problems }
}

type Test = (row: Subscription) => boolean

/** A test, or the sentence about why there is none. */
function testOf(field: string, value: string): Test | string {
  const name = FIGURES.find((known) => known === field)
  if (name !== undefined) {
    const compare = readComparison(value)
    return compare === null ? `${field}: wants a number, such as ${field}:>100.` : (row) => compare(figure[name](row))
  }
  switch (field) {
    case 'queue':
      return (row) => matchesPattern(value, row.queue)
    case 'name':
      return (row) => matchesPattern(value, row.name)
    case 'event':
      return (row) => row.events.some((event) => event === '*' || matchesPattern(value, event))
    case 'state':
      return (row) => plain(row.state) === plain(value)
    case 'client':
      return (row) => row.consumers.some((consumer) => matchesPattern(value, consumer.client ?? consumer.connection))
    default:
      return `${field}: is no field here. There are queue, name, event, state, client, ${FIGURES.join(', ')}.`
  }
}

const plain = (word: string) => word.toLowerCase().replaceAll(/[\s_-]/g, '')
