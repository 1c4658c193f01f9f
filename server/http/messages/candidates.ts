/**
 * Where messages with a delivery in some state can be, as a filter that the log can answer: from the core's open seqs,
 * from how far each subscription is, and from who was away when. What comes out holds every match and may hold more:
 * each row is looked at again.
 */
import type { DeliveryState } from '../../../lib/api.ts'
import type { BrokerApi, QueueView, SubscriptionView } from '../../broker/api.ts'
import type { Presence } from '../../broker/model.ts'
import type { MessageFilter } from '../../store/queries/types.ts'

type Range = readonly [number, number]

export interface Wanted {
  readonly states: readonly DeliveryState[]
  /** A subscription, or a client in real time; `undefined` is anyone. */
  readonly name: string | undefined
}

/** The log joins ranges to rows: more than this costs more than reading a few rows too many. */
const RANGES_MOST = 500

/** How far apart two ranges may be to become one, so that no more than `most` are left. */
function gapToClose(sorted: readonly Range[], most: number): number {
  if (sorted.length <= most) return 1
  const gaps = sorted.slice(1).map(([from], at) => from - (sorted[at]?.[1] ?? 0))
  return Math.max(1, gaps.sort((a, b) => b - a)[most - 1] ?? 1)
}

/** Sorted, and without overlap; the narrowest gaps are closed where there are too many. */
export function mergeRanges(ranges: readonly Range[], most = RANGES_MOST): readonly Range[] {
  const sorted = ranges.filter(([from, to]) => from <= to).sort((a, b) => a[0] - b[0])
  const gap = gapToClose(sorted, most)
  const merged: [number, number][] = []
  for (const [from, to] of sorted) {
    const last = merged.at(-1)
    if (last !== undefined && from - last[1] <= gap) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

const single = (seqs: readonly number[]): Range[] => seqs.map((seq) => [seq, seq])

/** Where queued deliveries of one subscription in one state can be. `dead` has letters of its own. */
function queuedRanges(broker: BrokerApi, queue: QueueView, view: SubscriptionView, state: DeliveryState): Range[] {
  switch (state) {
    case 'inFlight':
    case 'retrying':
      return single(broker.openSeqs(queue.name, view.name, state))
    case 'pending':
      return [...single(broker.openSeqs(queue.name, view.name, state)), [view.upto + 1, queue.lastSeq]]
    case 'acked':
      return [[0, view.upto]]
    case 'expired':
      return [[0, queue.lastSeq]]
    case 'purged':
      return view.skips.map(({ from, to }) => [from, to])
    case 'dead':
    case 'scheduled':
    case 'delivered':
    case 'missed':
      return []
  }
}

/** Where `missed` can be: after the first of these clients went away. */
function missedSpan(stays: readonly Presence[]): { since: number } | null {
  const gone = stays.flatMap(({ toAt, left }) => (toAt === null || left ? [] : [toAt]))
  return gone.length === 0 ? null : { since: Math.min(...gone) }
}

const isRealtime = (state: DeliveryState): boolean => state === 'delivered' || state === 'missed'

function realtimeFilter(states: readonly DeliveryState[], stays: readonly Presence[]): MessageFilter | null {
  if (!states.some(isRealtime) || stays.length === 0) return null
  if (states.includes('delivered')) return {}
  const span = missedSpan(stays)
  // A millisecond of room: positions decide, the clock only narrows.
  return span === null ? null : { since: span.since - 1 }
}

const named = <Row>(rows: readonly Row[], name: string | undefined, nameOf: (row: Row) => string): readonly Row[] =>
  name === undefined ? rows : rows.filter((row) => nameOf(row) === name)

/** The events that these subscriptions want between them; `undefined` is all. */
function eventsOf(views: readonly SubscriptionView[]): readonly string[] | undefined {
  const events = new Set(views.flatMap((view) => view.events))
  return events.has('*') ? undefined : [...events]
}

function queuedPlaces(broker: BrokerApi, queue: QueueView, { states, name }: Wanted): readonly Range[] {
  const views = named(broker.subscriptions(queue.name), name, (view) => view.name)
  return views.flatMap((view) => states.flatMap((state) => queuedRanges(broker, queue, view, state)))
}

/** Whether a message can be none of these but for a dead letter: otherwise each is looked at, and letters lead nowhere. */
export function looksForLetters(broker: BrokerApi, queue: QueueView, wanted: Wanted): boolean {
  const stays = named(broker.presence(queue.name), wanted.name, ({ client }) => client)
  if (realtimeFilter(wanted.states, stays) !== null) return false
  const [only, ...others] = mergeRanges(queuedPlaces(broker, queue, wanted))
  return only === undefined || others.length > 0 || only[0] > queue.firstSeq + 1 || only[1] < queue.lastSeq
}

/**
 * `null`: there can be none, so the log need not be asked. `dead` are the seqs of dead letters, where they are wanted;
 * `anywhere`: they are found by looking at every row.
 */
export function candidates(
  broker: BrokerApi,
  queue: QueueView,
  wanted: Wanted,
  dead: readonly number[] | 'anywhere',
): MessageFilter | null {
  const stays = named(broker.presence(queue.name), wanted.name, ({ client }) => client)
  const views = named(broker.subscriptions(queue.name), wanted.name, ({ name }) => name)
  const realtime = realtimeFilter(wanted.states, stays)
  const letters = dead === 'anywhere' ? [[0, queue.lastSeq] as const] : single(dead)
  const seqRanges = mergeRanges([...queuedPlaces(broker, queue, wanted), ...letters])
  if (seqRanges.length === 0) return realtime
  if (realtime !== null) return {}
  const expires = wanted.states.every((state) => state === 'expired') ? true : undefined
  return { delivery: 'queued', seqRanges, events: eventsOf(views), expires }
}
