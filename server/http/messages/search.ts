/** Pages of messages with their deliveries, each within a bounded time however rare a match is. */
import { DELIVERY_STATES, type MessageItem, type MessagePage } from '../../../lib/api.ts'
import { columnsOf } from '../../../lib/columns.ts'
import type { QueueView } from '../../broker/api.ts'
import type { Position } from '../../broker/model.ts'
import { type MessageFilter, MOST, type Reached } from '../../store/queries/types.ts'
import { decodeCursor, encodeCursor, notCursor } from '../cursor.ts'
import type { ApiDeps } from '../deps.ts'
import { iso, timeOf } from '../kit.ts'
import { newestStays, standing } from '../queues/clients.ts'
import type { MessagesAsked } from './asked.ts'
import { candidates, type Wanted } from './candidates.ts'
import { type DeadSeqs, deadSeqs } from './dead-seqs.ts'
import { type Found, PAGE_BYTES, type Row, searchLog } from './log-search.ts'
import { listScheduled } from './scheduled.ts'
import { type Shown, showItem } from './show.ts'

/** After this a page without a row ends at the dead letters that were looked up so far. */
const LETTERS_MS = 300
/** After this a page of delayed messages ends where it is. */
const SCHEDULED_MS = 600

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
    toSeq: asked.toSeq,
    since: later(timeOf(asked.since), narrowed.since),
    until: timeOf(asked.until),
    text: asked.text,
    payload: asked.payload,
  }
}

/** `null` where rows need no look of their own. */
function wantedOf(asked: MessagesAsked): Wanted | null {
  if (asked.state === undefined && asked.subscription === undefined) return null
  return { states: asked.state ?? DELIVERY_STATES, name: asked.subscription }
}

/** Which deliveries of its messages a list shows, by who has a column. */
function showsOf({ broker }: ApiDeps, queue: QueueView, { deliveries, subscription }: MessagesAsked): Shown['shows'] {
  if (deliveries === 'none') return () => false
  if (deliveries !== 'shown') return () => true
  const names = broker.subscriptions(queue.name).map(({ name }) => name)
  const columns = columnsOf(names, newestStays(broker.presence(queue.name)).map(standing), subscription)
  const sets = { queued: new Set(columns.queued), realtime: new Set(columns.realtime) }
  return ({ delivery, name }) => sets[delivery].has(name)
}

const matches =
  (wanted: Wanted) =>
  ({ views }: Row): boolean =>
    views.some(({ name, state }) => wanted.states.includes(state) && (wanted.name ?? name) === name)

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
  readonly scanned: number
  readonly reached: Reached | null
}

const NO_LETTERS: DeadSeqs = { seqs: [], cut: null }
const NOTHING: PartPage = { items: [], next: null, scanned: 0, reached: null }

function scheduledPart(deps: ApiDeps, queue: QueueView, asked: MessagesAsked, signal: AbortSignal): Part {
  const shown = { preview: asked.preview, shows: showsOf(deps, queue, asked) }
  const read = async (limit: number, at: readonly [number, number] | null): Promise<PartPage> => {
    const ends = deps.now() + SCHEDULED_MS
    const after = at && { dueAt: at[0], place: at[1] }
    const isOver = () => signal.aborted || deps.now() >= ends
    const { rows, next } = await listScheduled(deps, queue, asked, { limit, mostBytes: PAGE_BYTES, after, isOver })
    const items = rows.map(({ row, views }) => showItem(row, views, shown))
    return { ...NOTHING, items, next: next && [next.dueAt, next.place] }
  }
  return { name: 'scheduled', last: [MOST.time, Number.MAX_SAFE_INTEGER], read }
}

/** Up to where its dead letters were looked up, and no further. */
function cutAt(filter: MessageFilter, order: 'asc' | 'desc', cut: number | null): MessageFilter {
  if (cut === null) return filter
  return order === 'asc' ? { ...filter, toSeq: cut } : { ...filter, fromSeq: cut }
}

function logPart(deps: ApiDeps, queue: QueueView, asked: MessagesAsked, signal: AbortSignal): Part {
  const wanted = wantedOf(asked)
  const gone = goneUpTo(queue, asked)
  const keep = wanted === null ? null : matches(wanted)
  const shown = { preview: asked.preview, shows: showsOf(deps, queue, asked) }
  const { order } = asked
  const preview = asked.preview ?? null
  const search = async (limit: number, after: Position | null, { seqs, cut }: DeadSeqs): Promise<Found | null> => {
    const narrowed = wanted === null ? {} : candidates(deps.broker, queue, wanted, seqs)
    if (narrowed === null) return null
    const filter = cutAt(filterOf(queue, asked, narrowed), order, cut)
    const request = { queueId: queue.id, queue: queue.name, filter, order, preview }
    return searchLog(deps, queue, request, { limit, after, gone, keep, signal })
  }
  const read = async (limit: number, at: readonly [number, number] | null): Promise<PartPage> => {
    const ends = deps.now() + LETTERS_MS
    let after: Position | null = at && { seq: at[0], ord: at[1] }
    let scanned = 0
    for (;;) {
      const dead = wanted === null ? NO_LETTERS : await deadSeqs(deps, queue, wanted, { asked, gone, after })
      const found = await search(limit, after, dead)
      if (found === null) return NOTHING
      scanned += found.scanned
      const isCut = found.next === null && dead.cut !== null
      // What stands beside the last of them was looked at too.
      after = isCut ? { seq: dead.cut, ord: order === 'asc' ? MOST.ord : 0 } : found.next
      if (isCut && found.rows.length === 0 && deps.now() < ends && !signal.aborted) continue
      const items = found.rows.map(({ stored, views }) => showItem(stored, views, shown))
      return { items, next: after && [after.seq, after.ord], scanned, reached: found.reached }
    }
  }
  return { name: 'log', last: [MOST.seq, MOST.ord], read }
}

/** Delayed messages are newer than all that have a seq. They are listed only where they are asked for. */
function partsOf(deps: ApiDeps, queue: QueueView, asked: MessagesAsked, signal: AbortSignal): readonly Part[] {
  const log = logPart(deps, queue, asked, signal)
  if (!asked.state?.includes('scheduled')) return [log]
  const scheduled = scheduledPart(deps, queue, asked, signal)
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
export async function listMessages(
  deps: ApiDeps,
  queue: QueueView,
  asked: MessagesAsked,
  signal: AbortSignal,
): Promise<MessagePage> {
  const list = `messages of ${queue.name}`
  const start = startOf(list, partsOf(deps, queue, asked, signal), asked)
  const cursor = (part: Part, at: readonly number[]): string => encodeCursor(list, asked, [part.name, ...at])
  const items: MessageItem[] = []
  let { after } = start
  let page = NOTHING
  for (const part of start.parts) {
    if (items.length === asked.limit) return answer(items, cursor(part, BEGINNING), page)
    page = await part.read(asked.limit - items.length, after)
    items.push(...page.items)
    if (page.next !== null) return answer(items, cursor(part, [1, ...page.next]), page)
    after = null
  }
  return answer(items, null, page)
}

function answer(items: MessageItem[], nextCursor: string | null, { scanned, reached }: PartPage): MessagePage {
  const upToSeq = reached?.position.seq ?? null
  const upToAt = reached === null ? null : iso(reached.publishedAt)
  return { items, nextCursor, scan: { scanned, upToSeq, upToAt, done: nextCursor === null } }
}
