import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  CheckDeadLettersBody,
  DeadLetterFilter,
  DeadLetterPage,
  DeadLetterReasons,
  DeadLettersCheck,
  DeleteDeadLettersBody,
  EditedRedrive,
  EditedRedriveBody,
  JobStarted,
  RedriveBody,
} from '../api.ts'
import { request } from './request.ts'

/** Every key begins with the feed's topic. */
export const deadLetterKeys = {
  all: ['deadLetters'] as const,
  reasons: (filter: DeadLetterFilter) => ['deadLetters', 'reasons', filter] as const,
  list: (filter: DeadLetterFilter) => ['deadLetters', 'list', filter] as const,
}

/** Rows of one page. */
export const LETTERS_PAGE = 50

/** Dead letters counted by subscription and reason, the most frequent first. */
export function deadReasonsOptions(filter: DeadLetterFilter) {
  return queryOptions({
    queryKey: deadLetterKeys.reasons(filter),
    queryFn: ({ signal }) => request<DeadLetterReasons>('/dead-letters/reasons', { query: { ...filter }, signal }),
  })
}

/** The letters themselves, newest first, in pages. */
export function deadListOptions(filter: DeadLetterFilter) {
  return infiniteQueryOptions({
    queryKey: deadLetterKeys.list(filter),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<DeadLetterPage>('/dead-letters', {
        query: { ...filter, limit: LETTERS_PAGE, cursor: pageParam || undefined },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor,
  })
}

/** What a redrive would come after. It changes nothing. */
export function checkLettersOptions(body: CheckDeadLettersBody) {
  return queryOptions({
    // Not one of the feed's topics: it would be asked again with every letter that dies, and may look at 50,000 messages.
    queryKey: ['lettersCheck', body] as const,
    queryFn: ({ signal }) => request<DeadLettersCheck>('/dead-letters/check', { method: 'POST', body, signal }),
    retry: false,
  })
}

/** One page of what a filter matches, for those who go through all of them. */
export function letterPage(filter: DeadLetterFilter, cursor: string | undefined, signal: AbortSignal) {
  return request<DeadLetterPage>('/dead-letters', { query: { ...filter, limit: 200, cursor }, signal })
}

/** Sends one again with another payload or headers; it leaves the list. @throws ApiFailure `E_NOT_FOUND` where it has left it */
export function sendEdited(body: EditedRedriveBody): Promise<EditedRedrive> {
  return request<EditedRedrive>('/dead-letters/edit', { method: 'POST', body })
}

/** Begins to send them again, each to its own subscription alone. @throws ApiFailure `E_CONFLICT` where they are not as many as expected */
export function redriveLetters(body: RedriveBody): Promise<JobStarted> {
  return request<JobStarted>('/dead-letters/redrive', { method: 'POST', body })
}

/** Begins to delete them for good, after `delayMs` where there is one. @throws ApiFailure as above */
export function deleteLetters(body: DeleteDeadLettersBody): Promise<JobStarted> {
  return request<JobStarted>('/dead-letters', { method: 'DELETE', body })
}
