import type { Delivery, DeliveryCell, MessageItem, QueueClient, Subscription } from '../../../lib/api.ts'
import { columnsOf } from '../../../lib/columns.ts'
import { count, counted, DAY_MS, duration, HOUR_MS, MINUTE_MS } from '../../../lib/format.ts'
import { toGoWords } from '../../../lib/pace.ts'
import type { Row } from '../rows/book.ts'

/** One column of the grid. */
export interface Subscriber {
  /** `queued:billing`: a subscription and a client may share a name. */
  readonly id: string
  readonly name: string
  readonly delivery: Delivery
  /** The quiet line below the name. */
  readonly note: string
  readonly away: boolean
  /** What it listens to now; unknown for one that is gone. */
  readonly events: readonly string[] | undefined
}

export const subscriberId = (delivery: Delivery, name: string) => `${delivery}:${name}`

/**
 * Everybody who has, or might have, a delivery of these rows: durable subscriptions, then real-time clients. Clients that
 * unsubscribed and others that nobody lists any more get a column only where a row still knows them. Of very many only
 * some have one; `first` does.
 */
export function subscribersOf(
  subscriptions: readonly Subscription[],
  clients: readonly QueueClient[],
  rows: readonly Row[],
  now: number,
  first?: string,
): readonly Subscriber[] {
  const present = clients.filter((one) => !one.left)
  const columns = columnsOf(
    subscriptions.map(({ name }) => name),
    present,
    first,
  )
  const known = [
    ...subscriptions.filter(({ name }) => columns.queued.includes(name)).map(durable),
    ...present.filter(({ client }) => columns.realtime.includes(client)).map((one) => live(one, now)),
  ]
  const ids = new Set(known.map((one) => one.id))
  const others = new Map<string, Subscriber>()
  for (const { message } of rows) {
    for (const cell of message.deliveries) {
      const id = subscriberId(cell.delivery, cell.name)
      if (!ids.has(id))
        others.set(id, { id, name: cell.name, delivery: cell.delivery, note: 'gone', away: true, events: undefined })
    }
  }
  return [...known, ...others.values()].sort(inColumns)
}

function inColumns(a: Subscriber, b: Subscriber): number {
  return a.delivery === b.delivery ? a.name.localeCompare(b.name, 'en') : a.delivery === 'queued' ? -1 : 1
}

function durable(subscription: Subscription): Subscriber {
  const { name, state, consumers, events } = subscription
  const behind = behindOf(subscription)
  const nobody = consumers.length === 0
  const toGo = nobody ? null : toGoWords(behind, subscription.catchUpMs)
  const note =
    toGo ?? (nobody ? 'nobody' : behind > 0 ? `${count(behind)} behind` : state === 'paused' ? 'paused' : 'caught up')
  return { id: subscriberId('queued', name), name, delivery: 'queued', note, away: nobody, events }
}

/** Everything that it has not settled yet. */
export function behindOf(subscription: Subscription): number {
  return subscription.pending + subscription.inFlight + subscription.retrying
}

function live(client: QueueClient, now: number): Subscriber {
  const { client: name, connected, since, events } = client
  const note = connected ? 'connected' : `away ${duration(now - Date.parse(since))}`
  return { id: subscriberId('realtime', name), name, delivery: 'realtime', note, away: !connected, events }
}

/** How a message stands with a subscriber; `undefined` where it is not for it. */
export function cellFor(message: MessageItem, subscriber: string): DeliveryCell | undefined {
  let cells = cellsOf.get(message)
  if (cells === undefined) {
    cells = new Map(message.deliveries.map((cell) => [subscriberId(cell.delivery, cell.name), cell]))
    cellsOf.set(message, cells)
  }
  return cells.get(subscriber)
}

/** Each cell of a row asks twice. */
const cellsOf = new WeakMap<MessageItem, ReadonlyMap<string, DeliveryCell>>()

/** The most useful word about a delivery at a time: `in flight 9 s`, `retry in 9 s`, `behind 48,217`. */
export function cellWord(cell: DeliveryCell, now: number): string {
  const since = cell.since === null ? null : Math.floor((now - Date.parse(cell.since)) / 1_000) * 1_000
  switch (cell.state) {
    case 'inFlight':
      return since === null || since < 1_000 ? 'in flight' : `in flight ${duration(since)}`
    case 'retrying':
      return retryWord(cell.retryAt, now)
    case 'pending':
      return cell.behind === null ? 'pending' : `behind ${count(cell.behind)}`
    default:
      return cell.state
  }
}

function retryWord(retryAt: string | null, now: number): string {
  if (retryAt === null) return 'retrying'
  const left = Math.ceil((Date.parse(retryAt) - now) / 1_000) * 1_000
  return left <= 0 ? 'retry due' : `retry in ${duration(left)}`
}

/** "now", "9 s", "4 m", "26 h", "3 d". */
export function ageWord(ms: number): string {
  if (ms < 1_000) return 'now'
  if (ms < MINUTE_MS) return `${Math.floor(ms / 1_000)} s`
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} m`
  return ms < 2 * DAY_MS ? `${Math.floor(ms / HOUR_MS)} h` : `${Math.floor(ms / DAY_MS)} d`
}

/** Exceptions first. */
export const STATE_ORDER = [
  'retrying',
  'dead',
  'missed',
  'inFlight',
  'pending',
  'scheduled',
  'expired',
  'purged',
  'acked',
  'delivered',
] as const

/** "1 retrying, 2 acked, 3 delivered": exceptions first. */
export function sumWords(state: MessageItem['state']): string {
  const words = { inFlight: 'in flight' } as Partial<Record<string, string>>
  const parts = STATE_ORDER.flatMap((name) => {
    const number = state[name]
    return number === undefined ? [] : [`${count(number)} ${words[name] ?? name}`]
  })
  return parts.length === 0 ? counted(0, 'delivery', 'deliveries') : parts.join(', ')
}
