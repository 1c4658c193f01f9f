import type { Attention, DeadLetterReason } from '../../../lib/api.ts'
import { count, counted } from '../../../lib/format.ts'
import { deadHref, reasonHref } from '../../../lib/links.ts'
import type { Need } from './need.ts'

/** A reason may be as long as its writer liked: so much of it tells which one it is. */
const REASON_CHARS = 120

/** What a subscription gave up, by reason, the most frequent first; it leads to the letters of that one. */
export function deadNeed(
  { queue, subscription, dead, retrying }: Attention,
  all: readonly DeadLetterReason[],
): Pick<Need, 'title' | 'detail' | 'href' | 'go'> {
  const name = subscription ?? ''
  const reasons = all.filter((one) => one.queue === queue && one.subscription === name)
  const [most] = reasons
  const tried = retrying === 0 ? '' : `${counted(retrying, 'message is', 'messages are')} tried again.`
  return {
    title: `${name} on ${queue} gave up on ${counted(dead, 'message')}`,
    detail: [most === undefined ? '' : because(most, reasons), growth(reasons), tried]
      .filter((part) => part !== '')
      .join(' '),
    href: most === undefined ? deadHref({ queue, subscription: name }) : reasonHref(most),
    go: 'Review dead letters',
  }
}

/** "214 because “card declined”, 4 for 2 other reasons." */
function because({ reason, count: first }: DeadLetterReason, reasons: readonly DeadLetterReason[]): string {
  const words = reason.length > REASON_CHARS ? `${reason.slice(0, REASON_CHARS)}…` : reason
  const others = reasons.slice(1).reduce((sum, one) => sum + one.count, 0)
  const rest = others === 0 ? '' : `, ${count(others)} for ${counted(reasons.length - 1, 'other reason')}`
  return `${first === 1 && others === 0 ? 'Because' : `${count(first)} because`} “${words}”${rest}.`
}

function growth(reasons: readonly DeadLetterReason[]): string {
  const recent = reasons.reduce((sum, one) => sum + one.recent, 0)
  return recent === 0 ? '' : `Still growing: ${count(recent)} in the last 15 min.`
}
