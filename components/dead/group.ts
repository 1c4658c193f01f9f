import type { DeadLetterFilter, DeadLetterReason } from '../../lib/api.ts'
import { clock, counted, MINUTE_MS, moment, type TimeZone } from '../../lib/format.ts'

/** Dead letters of one subscription that have the same reason. */
export type Group = Pick<DeadLetterReason, 'queue' | 'subscription' | 'reason'>

export const ownerOf = ({ queue, subscription }: Pick<Group, 'queue' | 'subscription'>) => `${queue}/${subscription}`
export const keyOf = (group: Group) => `${ownerOf(group)} ${group.reason}`

/** What stands for everything that the filter matches, in the address too. */
export const EVERYTHING = '*'

/** What is open: the letters of one reason, or all that the filter matches. */
export interface Scope {
  readonly key: string
  /** These reasons and no others. */
  readonly groups: readonly DeadLetterReason[]
  /** The one that it is about; `null` for all that match. */
  readonly group: DeadLetterReason | null
  readonly count: number
  readonly last: string
}

/** `total`: of all that match, also of reasons that are not listed. */
export function scopeOf(groups: readonly DeadLetterReason[], group: DeadLetterReason | null, total: number): Scope {
  const meant = group === null ? groups : [group]
  // ISO times of one length: the last one by letters is the last one.
  const last =
    meant
      .map((one) => one.last)
      .toSorted()
      .at(-1) ?? ''
  const key = group === null ? EVERYTHING : keyOf(group)
  return { key, groups: meant, group, count: group?.count ?? total, last }
}

/** The one subscription that it is about; `null` where it is about several. */
export function soleOwner({ groups }: Scope): Pick<Group, 'queue' | 'subscription'> | null {
  const [first] = groups
  return first !== undefined && groups.every((one) => ownerOf(one) === ownerOf(first)) ? first : null
}

/** "billing", or "3 subscriptions". */
export function ownerWords(scope: Scope): string {
  const sole = soleOwner(scope)
  return sole?.subscription ?? counted(new Set(scope.groups.map(ownerOf)).size, 'subscription')
}

/** An older broker stored an empty reason as it came. */
export function reasonWords(reason: string): string {
  return reason === '' ? 'No reason was given' : `“${reason}”`
}

/** A group that had one so short ago is likely to get more; the API counts `recent` over the same time. */
export const GROWING_MS = 15 * MINUTE_MS

/** "11:21:02 to 12:04:22", or one time; the day stands with it where it is not today. */
export function spanWords(
  { first, last }: Pick<DeadLetterReason, 'first' | 'last'>,
  now: number,
  zone?: TimeZone,
): string {
  const [from, to] = [moment(first, now, zone), moment(last, now, zone)]
  if (from === to) return to
  return from.includes(',') === to.includes(',') && from.split(',')[0] === to.split(',')[0]
    ? `${from} to ${clock(last, zone)}`
    : `${from} to ${to}`
}

export function isGrowing({ last }: Pick<DeadLetterReason, 'last'>, now: number): boolean {
  return now - Date.parse(last) < GROWING_MS
}

/** What became of those whose letters they are, where they are gone. */
export function goneWords({ gone, queue, subscription }: DeadLetterReason): string | null {
  if (gone === undefined) return null
  return gone === 'queue' ? `${queue} was deleted` : `${subscription} was deleted`
}

/**
 * The API's filter for what is open, of what the page's filter matches, up to a time, itself included: letters that came
 * later are not meant.
 */
export function filterOf(base: DeadLetterFilter, { group }: Pick<Scope, 'group'>, until: string): DeadLetterFilter {
  const names = group === null ? {} : { queue: group.queue, subscription: group.subscription, reason: group.reason }
  const earliest = base.until === undefined || Date.parse(until) < Date.parse(base.until) ? until : base.until
  return { ...base, ...names, until: earliest }
}
