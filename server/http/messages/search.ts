/** Pages of messages with their deliveries, each within a bounded time however rare a match is. */
import { DELIVERY_STATES, type DeliveryState, type MessagePage } from '../../../lib/api.ts'
import type { DeliveryView, QueueView } from '../../broker/api.ts'
import type { Position } from '../../broker/model.ts'
import { type MessageFilter, type MessagesRequest, MOST, type StoredMessage } from '../../store/queries/types.ts'
import { decodeCursor, encodeCursor, type Filters } from '../cursor.ts'
import type { ApiDeps } from '../deps.ts'
import { candidates, type Wanted } from './candidates.ts'
import { deliveriesOf, showItem } from './show.ts'

/** Rows read at once where each must be looked at. */
const CHUNK = 200
/** After this a page ends where the search is, with a cursor to go on; one query alone has 5 s. */
const SEARCH_MS = 2_000
/** A page ends above this, so that 200 payloads of 256 KiB are not one answer. */
const PAGE_BYTES = 4 * 1_048_576
/** Dead letters whose seqs are looked up; above it they are found by reading the log, where they are frequent then. */
const LETTERS_LOOKED_UP = 1_000

export interface MessagesAsked extends Filters {
  readonly event?: string | undefined
  readonly state?: readonly DeliveryState[] | undefined
  readonly subscription?: string | undefined
  readonly id?: string | undefined
  readonly key?: string | undefined
  readonly fromSeq?: number | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly text?: string | undefined
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly cursor?: string | undefined
}

interface Row {
  readonly stored: StoredMessage
  readonly views: readonly DeliveryView[]
}

const timeOf = (iso: string | undefined): number | undefined => (iso === undefined ? undefined : Date.parse(iso))

const later = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)

function filterOf(asked: MessagesAsked, narrowed: MessageFilter): MessageFilter {
  return {
    ...narrowed,
    events: asked.event === undefined ? narrowed.events : [asked.event],
    id: asked.id,
    key: asked.key,
    fromSeq: asked.fromSeq,
    since: later(timeOf(asked.since), narrowed.since),
    until: timeOf(asked.until),
    text: asked.text,
  }
}

/** `null` where rows need no look of their own. */
function wantedOf(asked: MessagesAsked): Wanted | null {
  if (asked.state === undefined && asked.subscription === undefined) return null
  return { states: asked.state ?? DELIVERY_STATES, name: asked.subscription }
}

const matches =
  (wanted: Wanted) =>
  ({ views }: Row): boolean =>
    views.some(({ name, state }) => wanted.states.includes(state) && (wanted.name ?? name) === name)

/** Seqs of the dead letters of a queue, or of one subscription. */
async function deadSeqs({ broker, reader }: ApiDeps, queue: QueueView, wanted: Wanted) {
  const one = broker.subscriptions(queue.name).find(({ name }) => name === wanted.name)
  if (!wanted.states.includes('dead') || (wanted.name !== undefined && one === undefined)) return []
  const seqs: number[] = []
  let after = null
  do {
    const filter = { queue: queue.name, subscription: one?.name }
    const page = await reader.listDeadLetters(filter, CHUNK, after)
    seqs.push(...page.items.map(({ seq }) => seq))
    after = page.next
  } while (after !== null && seqs.length < LETTERS_LOOKED_UP)
  return after === null ? seqs : ('many' as const)
}

async function withDeliveries({ broker, reader }: ApiDeps, queue: QueueView, items: readonly StoredMessage[]) {
  const seqs = items.flatMap(({ message }) => (message.seq === null ? [] : [message.seq]))
  const letters = queue.dead === 0 || seqs.length === 0 ? [] : await reader.deadLettersOf(queue.id, seqs)
  return items.map((stored): Row => ({ stored, views: deliveriesOf(broker, stored, letters) }))
}

interface Found {
  readonly rows: readonly Row[]
  readonly next: Position | null
}

type Search = Omit<MessagesRequest, 'limit' | 'after'>

/** Reads on until the page is full, the log ends or the time is up. */
async function search(
  deps: ApiDeps,
  queue: QueueView,
  request: Search,
  page: { limit: number; after: Position | null; keep: ((row: Row) => boolean) | null },
): Promise<Found> {
  const ends = deps.now() + SEARCH_MS
  const rows: Row[] = []
  let bytes = 0
  let after = page.after
  do {
    const read = await deps.reader.listMessages({ ...request, after, limit: page.keep === null ? page.limit : CHUNK })
    for (const row of await withDeliveries(deps, queue, read.items)) {
      if (page.keep !== null && !page.keep(row)) continue
      rows.push(row)
      bytes += row.stored.message.bytes
      const last = read.next === null && row.stored === read.items.at(-1)
      if (rows.length === page.limit || bytes > PAGE_BYTES) return { rows, next: last ? null : row.stored.position }
    }
    after = read.next
  } while (after !== null && deps.now() < ends)
  return { rows, next: after }
}

/** One page of a queue's messages. A short or empty one with a `nextCursor` is where the time of a search was up. */
export async function listMessages(deps: ApiDeps, queue: QueueView, asked: MessagesAsked): Promise<MessagePage> {
  const list = `messages of ${queue.name}`
  const most = [MOST.seq, MOST.ord]
  const [seq = 0, ord = 0] = asked.cursor === undefined ? [] : decodeCursor(list, asked, asked.cursor, [0, 0], most)
  const after = asked.cursor === undefined ? null : { seq: Number(seq), ord: Number(ord) }
  const wanted = wantedOf(asked)
  const narrowed = wanted === null ? {} : candidates(deps.broker, queue, wanted, await deadSeqs(deps, queue, wanted))
  if (narrowed === null) return { items: [], nextCursor: null }
  const request = { queueId: queue.id, queue: queue.name, filter: filterOf(asked, narrowed), order: asked.order }
  const keep = wanted === null ? null : matches(wanted)
  const { rows, next } = await search(deps, queue, request, { limit: asked.limit, after, keep })
  return {
    items: rows.map(({ stored, views }) => showItem(stored, views)),
    nextCursor: next === null ? null : encodeCursor(list, asked, [next.seq, next.ord]),
  }
}
