import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
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
} from '../api.ts'
import { piece, request, retryOnce } from './request.ts'

export type QueueSort = NonNullable<QueuesQuery['sort']>

/** Every key of queues begins with `queues`, one queue's with `queues`, `one` and its name. */
export const queueKeys = {
  all: ['queues'] as const,
  list: (filter: QueueListFilter) => ['queues', 'list', filter] as const,
  one: (name: string) => ['queues', 'one', name] as const,
}

export interface QueueListFilter {
  readonly prefix: string
  readonly sort: QueueSort
}

/** Queues in pages of 50, as the broker sorts them. */
export function queueListOptions(filter: QueueListFilter) {
  const { prefix, sort } = filter
  return infiniteQueryOptions({
    queryKey: queueKeys.list(filter),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<QueuePage>('/queues', {
        query: { prefix: prefix || undefined, sort, cursor: pageParam || undefined },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor,
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
