/** Dead letters and filters over them, between the API's words and the core's. */
import type { CheckDeadLettersBody, DeadLetter, DeadLetterFilter } from '../../../lib/api.ts'
import type { DeadLetter as Letter, LetterFilter } from '../../broker/model.ts'
import { badRequest } from '../fault.ts'
import { iso, timeOf } from '../kit.ts'
import { showAttempt } from '../messages/show.ts'

export const showLetter = ({ message, ...letter }: Letter): DeadLetter => ({
  queue: letter.queue,
  subscription: letter.subscription,
  seq: letter.seq,
  id: message.id,
  event: message.event,
  ...(message.key === null ? {} : { key: message.key }),
  payload: JSON.parse(message.payload),
  headers: message.headers ?? {},
  publishedAt: iso(message.publishedAt),
  reason: letter.reason,
  attempts: letter.attempts.map(showAttempt),
  deadAt: iso(letter.deadAt),
})

export const filterOf = ({ since, until, ...names }: DeadLetterFilter): LetterFilter => ({
  ...names,
  since: timeOf(since),
  until: timeOf(until),
})

/** What is deleted is said: no body and an empty one name nothing. @throws Fault E_BAD_REQUEST */
export function selectionOf({ items, filter }: CheckDeadLettersBody): LetterFilter {
  const both = items != null && filter != null
  if (both) throw badRequest('Send items or a filter, not both.', 'items')
  if (items != null) return { items }
  if (filter != null) return filterOf(filter)
  throw badRequest('Say which dead letters: items, or a filter; the filter {} means all of them.', 'filter')
}
