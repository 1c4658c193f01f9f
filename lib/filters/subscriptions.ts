import { type Filtered, readFilter } from './read.ts'
import { matchesPattern, readComparison, type Term } from './terms.ts'

/** `full`: 10,000 deliveries are open, so nothing new is dispatched. `idle`: nobody for over a day; it expires after 7. */
export const STANDINGS = ['caughtUp', 'catchingUp', 'failing', 'paused', 'nobody', 'idle', 'full'] as const
type Standing = (typeof STANDINGS)[number]

/** What filters and orders look at: the broker's own view of a subscription has it, and so has the API's. */
export interface SubscriptionRow {
  readonly queue: string
  readonly name: string
  readonly events: readonly string[]
  readonly state: Standing
  readonly floor: number
  readonly pending: number
  readonly inFlight: number
  readonly retrying: number
  readonly dead: number
  readonly oldestUnackedMs: number | null
  readonly rates: { readonly acked: number }
  readonly growing: number
  readonly consumers: readonly { readonly connection: string; readonly client: string | null }[]
}

const RANKS: Readonly<Record<Standing, number>> = {
  failing: 0,
  full: 1,
  nobody: 2,
  idle: 3,
  paused: 4,
  catchingUp: 5,
  caughtUp: 6,
}

type Backlog = Pick<SubscriptionRow, 'pending' | 'inFlight' | 'retrying'>

/** Everything that a subscription has not settled yet. */
export function behind(subscription: Backlog): number {
  return subscription.pending + subscription.inFlight + subscription.retrying
}

/** What needs a hand comes first: failing, full, away with something waiting; then the one that is further behind. */
export function byUrgency(a: SubscriptionRow, b: SubscriptionRow): number {
  return rank(a) - rank(b) || behind(b) - behind(a) || byText(a.queue, b.queue) || byText(a.name, b.name)
}

/** Nobody connected is only urgent where something waits. */
function rank(subscription: SubscriptionRow): number {
  const { state } = subscription
  const isQuiet = state === 'nobody' || state === 'idle' || state === 'paused'
  return isQuiet && behind(subscription) === 0 ? RANKS.caughtUp : RANKS[state]
}

const FIGURES = ['behind', 'pending', 'inflight', 'retrying', 'dead', 'floor'] as const
type FigureName = (typeof FIGURES)[number]

const figure: Readonly<Record<FigureName, (row: SubscriptionRow) => number>> = {
  behind,
  pending: (row) => row.pending,
  inflight: (row) => row.inFlight,
  retrying: (row) => row.retrying,
  dead: (row) => row.dead,
  floor: (row) => row.floor,
}

/** Reads `queue:orders behind:>100 state:failing event:add client:billing-*`; a bare word is looked for in the name. */
export function subscriptionFilter(text: string): Filtered<SubscriptionRow> {
  return readFilter(text, ({ name }) => name, testOf)
}

type Test = (row: SubscriptionRow) => boolean

/** A test, or the sentence about why there is none. */
function testOf({ field, value }: Term): Test | string {
  const name = FIGURES.find((known) => known === field)
  if (name !== undefined) {
    const compare = readComparison(value)
    if (compare === null) return `${field}:${value} is no number: write ${field}:>100.`
    return (row) => compare(figure[name](row))
  }
  switch (field) {
    case 'queue':
      return (row) => matchesPattern(value, row.queue)
    case 'name':
      return (row) => matchesPattern(value, row.name)
    case 'event':
      return (row) => row.events.some((event) => event === '*' || matchesPattern(value, event))
    case 'state':
      return stateTest(value)
    case 'client':
      return (row) => row.consumers.some((consumer) => matchesPattern(value, consumer.client ?? consumer.connection))
    default:
      return `${field}: is no field here. There are queue, name, event, state, client, ${FIGURES.join(', ')}.`
  }
}

function stateTest(value: string): Test | string {
  const wanted = STANDINGS.find((state) => plain(state) === plain(value))
  return wanted === undefined ? `state:${value} is none of ${STANDINGS.join(', ')}.` : (row) => row.state === wanted
}

const plain = (word: string) => word.toLowerCase().replaceAll(/[\s_-]/g, '')

/** The orders of a list, as the address and the API name them; `-` is largest or last first. */
export const SUBSCRIPTION_SORTS = [
  'urgency',
  'name',
  '-name',
  'queue',
  '-queue',
  '-rate',
  '-growing',
  '-behind',
  'behind',
  '-floor',
  '-inFlight',
  '-retrying',
  '-dead',
  '-oldest',
] as const
export type SubscriptionSort = (typeof SUBSCRIPTION_SORTS)[number]

const ORDERS: Readonly<Record<string, (a: SubscriptionRow, b: SubscriptionRow) => number>> = {
  urgency: byUrgency,
  name: (a, b) => byText(a.name, b.name),
  queue: (a, b) => byText(a.queue, b.queue),
  rate: (a, b) => a.rates.acked - b.rates.acked,
  growing: (a, b) => a.growing - b.growing,
  behind: (a, b) => behind(a) - behind(b),
  floor: (a, b) => a.floor - b.floor,
  inFlight: (a, b) => a.inFlight - b.inFlight,
  retrying: (a, b) => a.retrying - b.retrying,
  dead: (a, b) => a.dead - b.dead,
  oldest: (a, b) => (a.oldestUnackedMs ?? -1) - (b.oldestUnackedMs ?? -1),
}

/** Compares by an order; among equals by queue and name, so that it is the same each time. */
export function subscriptionOrder(sort: SubscriptionSort): (a: SubscriptionRow, b: SubscriptionRow) => number {
  const sign = sort.startsWith('-') ? -1 : 1
  const order = ORDERS[sort.replace('-', '')] ?? byUrgency
  return (a, b) => sign * order(a, b) || byText(a.queue, b.queue) || byText(a.name, b.name)
}

// Not by locale: names are ASCII, and the order is the same wherever it is made.
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
