/** Pages of messages with their deliveries, each within a bounded time however rare a match is. */
import { DELIVERY_STATES, type MessageItem, type MessagePage } from '../../../lib/api.ts'
import type { DeliveryView, QueueView } from '../../broker/api.ts'
import type { Position } from '../../broker/model.ts'
import { type MessageFilter, type MessagesRequest, MOST, type StoredMessage } from '../../store/queries/types.ts'
import { decodeCursor, encodeCursor, notCursor } from '../cursor.ts'
import type { ApiDeps } from '../deps.ts'
import { timeOf } from '../kit.ts'
import type { MessagesAsked } from './asked.ts'
import { candidates, type Wanted } from './candidates.ts'
import { listScheduled } from './scheduled.ts'
import { deliveriesOf, showItem } from './show.ts'

/** Rows read at once where each must be looked at. */
const CHUNK = 200
/** After this a page ends where the search is, with a cursor to go on; one query alone has 5 s. */
const SEARCH_MS = 2_000
/** A page ends above this, so that 200 payloads of 256 KiB are not one answer. */
const PAGE_BYTES = 4 * 1_048_576
/** Dead letters whose seqs are looked up; above it they are found by reading the log, where they are frequent then. */
const LETTERS_LOOKED_UP = 1_000

interface Row {
  readonly stored: StoredMessage
  readonly views: readonly DeliveryView[]
}

const later = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)

/** The seq below which nothing is listed: purged and aged messages are for whoever asks for them. */
const goneUpTo = (queue: QueueView, asked: MessagesAsked): number =>
  asked.state?.includes('purged') ? 0 : queue.firstSeq

function filterOf(queue: QueueView, asked: MessagesAsked, narrowed: MessageFilter): MessageFilter {
  // Real-time messages stand after the queued one before them, which may be the last that is gone.
  const from = Math.max(asked.fromSeq ?? 0, goneUpTo(queue, asked))
  return {
    ...narrowed,
    events: asked.event === undefined ? narrowed.events : [asked.event],
    id: asked.id,
    key: asked.key,
    fromSeq: from === 0 ? undefined : from,
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
  page: { limit: number; after: Position | null; gone: number; keep: ((row: Row) => boolean) | null },
): Promise<Found> {
  const ends = deps.now() + SEARCH_MS
  const rows: Row[] = []
  let bytes = 0
  let after = page.after
  do {
    const read = await deps.reader.listMessages({ ...request, after, limit: page.keep === null ? page.limit : CHUNK })
    for (const row of await withDeliveries(deps, queue, read.items)) {
      const { seq } = row.stored.message
      if ((seq !== null && seq <= page.gone) || page.keep?.(row) === false) continue
      rows.push(row)
      bytes += row.stored.message.bytes
      const last = read.next === null && row.stored === read.items.at(-1)
      if (rows.length === page.limit || bytes > PAGE_BYTES) return { rows, next: last ? null : row.stored.position }
    }
    after = read.next
  } while (after !== null && deps.now() < ends)
  return { rows, next: after }
}

/** A stretch of the list. `after` is where a page ended in it; `null`: from its beginning. */
interface Part {
  readonly name: 'log' | 'scheduled'
  /** The last place that a cursor can name. */
  readonly last: readonly [number, number]
  read(limit: number, after: readonly [number, number] | null): Promise<PartPage>
}

interface PartPage {
  readonly items: readonly MessageItem[]
  readonly next: readonly [number, number] | null
}

function scheduledPart(deps: ApiDeps, queue: QueueView, asked: MessagesAsked): Part {
  const read = async (limit: number, at: readonly [number, number] | null): Promise<PartPage> => {
    const ends = deps.now() + SEARCH_MS
    const after = at && { dueAt: at[0], place: at[1] }
    const page = { limit, mostBytes: PAGE_BYTES, after, isOver: () => deps.now() >= ends }
    const { rows, next } = await listScheduled(deps, queue, asked, page)
    return { items: rows.map(({ row, views }) => showItem(row, views)), next: next && [next.dueAt, next.place] }
  }
  return { name: 'scheduled', last: [MOST.time, Number.MAX_SAFE_INTEGER], read }
}

function logPart(deps: ApiDeps, queue: QueueView, asked: MessagesAsked, wanted: Wanted | null): Part {
  const read = async (limit: number, at: readonly [number, number] | null): Promise<PartPage> => {
    const narrowed = wanted === null ? {} : candidates(deps.broker, queue, wanted, await deadSeqs(deps, queue, wanted))
    if (narrowed === null) return { items: [], next: null }
    const request = {
      queueId: queue.id,
      queue: queue.name,
      filter: filterOf(queue, asked, narrowed),
      order: asked.order,
    }
    const keep = wanted === null ? null : matches(wanted)
    const after = at && { seq: at[0], ord: at[1] }
    const { rows, next } = await search(deps, queue, request, { limit, after, gone: goneUpTo(queue, asked), keep })
    return { items: rows.map(({ stored, views }) => showItem(stored, views)), next: next && [next.seq, next.ord] }
  }
  return { name: 'log', last: [MOST.seq, MOST.ord], read }
}

/** Delayed messages are newer than all that have a seq. They are listed only where they are asked for. */
function partsOf(deps: ApiDeps, queue: QueueView, asked: MessagesAsked): readonly Part[] {
  const log = logPart(deps, queue, asked, wantedOf(asked))
  if (!asked.state?.includes('scheduled')) return [log]
  const scheduled = scheduledPart(deps, queue, asked)
  return asked.order === 'asc' ? [log, scheduled] : [scheduled, log]
}

/** A cursor's name of a part, whether a page ended in it, and where. */
const LIKE = ['log', 0, 0, 0] as const
const BEGINNING = [0, 0, 0] as const

interface Start {
  /** The part that the page begins in, and those after it. */
  readonly parts: readonly Part[]
  readonly after: readonly [number, number] | null
}

/** @throws Fault E_BAD_REQUEST */
function startOf(list: string, parts: readonly Part[], asked: MessagesAsked): Start {
  if (asked.cursor === undefined) return { parts, after: null }
  const [name, begun, major, minor] = decodeCursor(list, asked, asked.cursor, LIKE)
  const at = parts.findIndex((part) => part.name === name)
  const after = [Number(major), Number(minor)] as const
  const [mostMajor, mostMinor] = parts[at]?.last ?? [-1, -1]
  if (after[0] > mostMajor || after[1] > mostMinor) throw notCursor()
  return { parts: parts.slice(at), after: begun === 0 ? null : after }
}

/** One page of a queue's messages. A short or empty one with a `nextCursor` is where the time of a search was up. */
export async function listMessages(deps: ApiDeps, queue: QueueView, asked: MessagesAsked): Promise<MessagePage> {
  const list = `messages of ${queue.name}`
  const start = startOf(list, partsOf(deps, queue, asked), asked)
  const items: MessageItem[] = []
  let { after } = start
  for (const part of start.parts) {
    if (items.length === asked.limit) return { items, nextCursor: encodeCursor(list, asked, [part.name, ...BEGINNING]) }
    const page = await part.read(asked.limit - items.length, after)
    items.push(...page.items)
    if (page.next !== null) return { items, nextCursor: encodeCursor(list, asked, [part.name, 1, ...page.next]) }
    after = null
  }
  return { items, nextCursor: null }
}
