import type { DeadLetterFilter, DeadLetterReason } from '../../lib/api.ts'
import { clock, listedShort, MINUTE_MS, moment } from '../../lib/format.ts'
import { readTerms } from '../../lib/queries/terms.ts'

/** Dead letters of one subscription that have the same reason. */
export type Group = Pick<DeadLetterReason, 'queue' | 'subscription' | 'reason'>

export const ownerOf = ({ queue, subscription }: Group) => `${queue}/${subscription}`
export const keyOf = (group: Group) => `${ownerOf(group)} ${group.reason}`

/** A group that had one so short ago is likely to get more. */
export const GROWING_MS = MINUTE_MS

/** "11:21:02 to 12:04:22", or one time; the day stands with it where it is not today. */
export function spanWords({ first, last }: Pick<DeadLetterReason, 'first' | 'last'>, now: number): string {
  const [from, to] = [moment(first, now), moment(last, now)]
  if (from === to) return to
  return from.includes(',') === to.includes(',') && from.split(',')[0] === to.split(',')[0]
    ? `${from} to ${clock(last)}`
    : `${from} to ${to}`
}

export function isGrowing({ last }: Pick<DeadLetterReason, 'last'>, now: number): boolean {
  return now - Date.parse(last) < GROWING_MS
}

/** The filter field over letters. Nothing is guessed: what no one can act on is said. */
export function lettersFilter(text: string): {
  readonly event: string | undefined
  readonly problems: readonly string[]
} {
  const { terms, bare } = readTerms(text)
  const others = [...terms.filter((term) => term.field !== 'event').map((term) => `${term.field}:`), ...bare]
  const problems =
    others.length === 0 ? [] : [`${listedShort(others)} is no field here. There is event, as in event:created.`]
  return { event: terms.find((term) => term.field === 'event')?.value || undefined, problems }
}

/** The API's filter for a group's letters up to a time, itself included: those that came later are not meant. */
export function filterOf(group: Group, event: string | undefined, until: string): DeadLetterFilter {
  const { queue, subscription, reason } = group
  return { queue, subscription, reason, until, ...(event !== undefined && { event }) }
}
