import { queryOptions } from '@tanstack/react-query'
import type { MessageDetail, MessagePage, MessagesQuery } from '../api.ts'
import { piece, request, retryOnce } from './request.ts'

/** What the rows of a queue are asked for; `cursor` and `limit` belong to a page, not to the question. */
export type MessagesFilter = Omit<MessagesQuery, 'limit' | 'cursor' | 'order' | 'preview' | 'deliveries'>

/** One message's address: its seq, or its id where it has none. */
export type MessageRef = { readonly seq: number } | { readonly id: string }

export const messageKeys = {
  all: ['messages'] as const,
  queue: (queue: string) => ['messages', queue] as const,
  page: (queue: string, filter: MessagesFilter, cursor: string | null) =>
    ['messages', queue, 'page', filter, cursor] as const,
  one: (queue: string, ref: MessageRef) => ['messages', queue, 'one', ref] as const,
}

/** Rows of the newest page: two screens of the grid, so that a short scroll waits for nothing. */
const NEWEST_PAGE = 60
/** Of those below it: who goes on scrolling goes far, and passes 230 rows a second. */
const OLDER_PAGE = 120
/** Bytes of a payload that rows need: 60 of 256 KiB would be 15 MB. The panel loads the whole. */
const PREVIEW = 1_024
/** What rows show of a message: thousands of subscribers have no column each. */
const AS_SHOWN = { preview: PREVIEW, deliveries: 'shown' } as const

/** One page, newest first; `cursor` null is the newest one. Looking never changes a message. */
export function messagePageOptions(queue: string, filter: MessagesFilter, cursor: string | null) {
  return queryOptions({
    queryKey: messageKeys.page(queue, filter, cursor),
    queryFn: async ({ client, queryKey, signal }) => {
      // What goes on looking is not held up; what begins again at each change of a busy queue is.
      if (cursor === null && isSearch(filter)) await rested(client.getQueryState(queryKey)?.dataUpdatedAt ?? 0, signal)
      return request<MessagePage>(`/queues/${piece(queue)}/messages`, {
        query: {
          ...filter,
          ...AS_SHOWN,
          limit: cursor === null ? NEWEST_PAGE : OLDER_PAGE,
          cursor: cursor ?? undefined,
        },
        signal,
      })
    },
  })
}

/** Whether an answer takes a look at each row: then it comes in pieces, and says how far it is. */
export function isSearch(filter: MessagesFilter): boolean {
  return filter.text !== undefined || filter.payload !== undefined
}

/** A search costs the broker's database some hundred milliseconds: it begins anew no more often than this. */
const SEARCH_EVERY_MS = 5_000

/** Waits until so long has passed since a search ended. */
function rested(endedAt: number, signal: AbortSignal): Promise<void> {
  const wait = endedAt + SEARCH_EVERY_MS - Date.now()
  if (wait <= 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, wait)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

/** Rows of a window: what is in view and some more below it. */
const WINDOW = 100

/** The rows published at `publishedAt` and before: freshens what is in view far below the newest page. */
export function messageWindowOptions(queue: string, filter: MessagesFilter, publishedAt: string) {
  // `until` is exclusive, and the first row in view has to be in it.
  const until = publishedAt === '' ? '' : new Date(Date.parse(publishedAt) + 1).toISOString()
  return queryOptions({
    queryKey: [...messageKeys.queue(queue), 'window', filter, until] as const,
    // Each step down makes another one: kept for minutes they would fill the tab.
    gcTime: 0,
    queryFn: ({ signal }) =>
      request<MessagePage>(`/queues/${piece(queue)}/messages`, {
        query: { ...filter, ...AS_SHOWN, until, limit: WINDOW },
        signal,
      }),
  })
}

/** Real-time messages stand between the queued ones of a span. */
const SPAN_MOST = 200

/** How the messages of a few seqs stand with their subscribers, without what is in them. */
export function messageSpanOptions(queue: string, fromSeq: number, toSeq: number) {
  return queryOptions({
    queryKey: [...messageKeys.queue(queue), 'span', fromSeq, toSeq] as const,
    queryFn: ({ signal }) =>
      request<MessagePage>(`/queues/${piece(queue)}/messages`, {
        query: { fromSeq, toSeq, limit: SPAN_MOST, preview: 0 },
        signal,
      }),
  })
}

/** Real-time messages, which have no seq, stand between: the next one that has is looked for among so many. */
const BESIDE = 50

/** The messages next to a seq that match, newer or older, the nearest first. */
export function neighbourOptions(queue: string, filter: MessagesFilter, seq: number, side: 'newer' | 'older') {
  const bounds =
    side === 'newer'
      ? { fromSeq: Math.max(seq + 1, filter.fromSeq ?? 0), order: 'asc' }
      : { toSeq: Math.min(seq - 1, filter.toSeq ?? seq), order: 'desc' }
  return queryOptions({
    queryKey: [...messageKeys.queue(queue), 'beside', filter, seq, side] as const,
    queryFn: ({ signal }) =>
      request<MessagePage>(`/queues/${piece(queue)}/messages`, {
        query: { ...filter, ...bounds, limit: BESIDE, preview: 0 },
        signal,
      }),
  })
}

/** One message with its deliveries, attempts and why each has or has not got it. */
export function messageOptions(queue: string, ref: MessageRef) {
  const path = 'seq' in ref ? String(ref.seq) : `by-id/${piece(ref.id)}`
  return queryOptions({
    queryKey: messageKeys.one(queue, ref),
    queryFn: ({ signal }) => request<MessageDetail>(`/queues/${piece(queue)}/messages/${path}`, { signal }),
    retry: retryOnce,
  })
}
