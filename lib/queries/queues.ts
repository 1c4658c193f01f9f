import { queryOptions } from '@tanstack/react-query'
import type {
  CreateQueueBody,
  DeletedAnswer,
  PausedAnswer,
  PurgeBody,
  PurgedAnswer,
  Queue,
  QueueDetail,
  QueuePage,
  QueueSettingsChange,
  QueuesQuery,
  QueueTree,
} from '../api.ts'
import { piece, request, retryOnce } from './request.ts'

export type QueueSort = NonNullable<QueuesQuery['sort']>

/** Every key of queues begins with `queues`, one queue's with `queues`, `one` and its name. */
export const queueKeys = {
  all: ['queues'] as const,
  one: (name: string) => ['queues', 'one', name] as const,
}

/** Which queues, in which order. */
export interface QueueListFilter {
  /** In the words of `lib/filters/queues.ts`, without what nobody can act on. */
  readonly filter: string
  readonly sort: QueueSort
}

/** Rows of one window of a list. */
export const QUEUES_WINDOW = 50

/** The order that the windows of one list are cut from, once the broker has named it. */
export interface ListOrder {
  order: string | undefined
}

/** One window of a list that may be long. `visit` tells lists apart that are sorted anew. */
export function queueWindowOptions(list: QueueListFilter & { readonly visit: number }, page: number, order: ListOrder) {
  const { filter, sort } = list
  return queryOptions({
    queryKey: ['queues', 'window', list, page] as const,
    queryFn: async ({ signal }) => {
      const query = {
        filter: filter || undefined,
        sort,
        spark: '1',
        offset: page * QUEUES_WINDOW,
        limit: QUEUES_WINDOW,
      }
      const answer = await request<QueuePage>('/queues', { query: { ...query, order: order.order }, signal })
      order.order = answer.order ?? undefined
      return answer
    },
  })
}

/** Every queue that matches, page by page: for a file. */
export function queuePage({ filter, sort }: QueueListFilter, cursor: string | undefined, signal: AbortSignal) {
  return request<QueuePage>('/queues', { query: { filter: filter || undefined, sort, limit: 200, cursor }, signal })
}

/** Time passes also where nothing happens: sparklines move on this often. */
export const URGENT_EVERY_MS = 30_000

/** The most urgent queues, each with its sparkline. */
export function urgentQueuesOptions(limit: number) {
  return queryOptions({
    queryKey: ['queues', 'urgent', limit] as const,
    queryFn: ({ signal }) => request<QueuePage>('/queues', { query: { sort: '-urgency', spark: '1', limit }, signal }),
    refetchInterval: URGENT_EVERY_MS,
  })
}

/** Queues where something was missed in the last 15 minutes, the most first. */
export function missedQueuesOptions(limit: number) {
  return queryOptions({
    queryKey: ['queues', 'missed', limit] as const,
    queryFn: ({ signal }) =>
      request<QueuePage>('/queues', { query: { filter: 'missed:>0', sort: '-missed', limit }, signal }),
  })
}

/** One level of the tree; without a parent the roots. */
export function queueTreeOptions({ filter, sort }: QueueListFilter, parent: string | undefined) {
  return queryOptions({
    queryKey: ['queues', 'tree', filter, sort, parent ?? ''] as const,
    queryFn: ({ signal }) =>
      request<QueueTree>('/queues-tree', { query: { filter: filter || undefined, sort, parent }, signal }),
  })
}

/** One queue with its real-time clients. */
export function queueOptions(name: string) {
  return queryOptions({
    queryKey: queueKeys.one(name),
    queryFn: ({ signal }) => request<QueueDetail>(`/queues/${piece(name)}`, { signal }),
    retry: retryOnce,
  })
}

/** Who is away changes rarely, and a queue's own figures stand in the list already: looked up this often, unasked. */
const AWAY_EVERY_MS = 10_000

/** One queue for the sake of its absent clients. Its key is its own, so that no message makes it old. */
export function awayOptions(name: string) {
  return queryOptions({
    queryKey: ['away', name] as const,
    queryFn: ({ signal }) => request<QueueDetail>(`/queues/${piece(name)}`, { signal }),
    refetchInterval: AWAY_EVERY_MS,
    retry: retryOnce,
  })
}

/** Creates a queue. @throws ApiFailure `E_CONFLICT` where there is one of that name. */
export function createQueue(body: CreateQueueBody): Promise<Queue> {
  return request<Queue>('/queues', { method: 'POST', body })
}

/** Changes the settings given; `null` goes back to the broker's default. Holds for messages from now on. */
export function updateQueue(name: string, settings: QueueSettingsChange): Promise<Queue> {
  return request<Queue>(`/queues/${piece(name)}`, { method: 'PATCH', body: { settings } })
}

/** Stops or resumes queued delivery; publishing and real time go on. */
export function pauseQueue(name: string, paused: boolean): Promise<PausedAnswer> {
  return request<PausedAnswer>(`/queues/${piece(name)}/${paused ? 'pause' : 'resume'}`, { method: 'POST' })
}

/** Empties a queue, or one subscription of it; what is in flight is taken from its holder. Answers how many went. */
export function purgeQueue(name: string, what: Omit<PurgeBody, 'confirm'> = {}): Promise<PurgedAnswer> {
  return request<PurgedAnswer>(`/queues/${piece(name)}/purge`, { method: 'POST', body: { ...what, confirm: name } })
}

/** Deletes a queue with its messages, subscriptions and delayed messages. Dead letters stay. */
export function deleteQueue(name: string): Promise<DeletedAnswer> {
  return request<DeletedAnswer>(`/queues/${piece(name)}`, { method: 'DELETE', query: { confirm: name } })
}
