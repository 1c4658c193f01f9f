import type { SeekAnswer, SeekBody, Subscription } from '../../../lib/api.ts'
import { count, counted, readTime } from '../../../lib/format.ts'

/** Where a subscription can be moved to, as the form has it. */
export interface Move {
  readonly to: 'new' | 'start' | 'seq' | 'time'
  readonly seq: string
  /** As the browser's own field has it, in the zone that times are told in. */
  readonly time: string
}

/** The same in the API's words; `null` while it is none yet. */
export function fromOf({ to, seq, time }: Move): SeekBody['from'] | null {
  if (to === 'seq') {
    const text = seq.trim().replaceAll(',', '')
    return /^\d{1,15}$/.test(text) ? Number(text) : null
  }
  if (to !== 'time') return to
  const at = readTime(time)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** What the move would do, as the broker counts it now. */
export function foreseenWords({ startSeq, skipped, resent }: SeekAnswer, { name, upto }: Subscription): string {
  const skips = `${counted(skipped, 'message')} that it has not settled ${skipped === 1 ? 'is' : 'are'} skipped: ${name} never gets ${skipped === 1 ? 'it' : 'them'}.`
  const sends = `${counted(resent, 'message')} ${resent === 1 ? 'is' : 'are'} sent again to ${name}, from ${count(startSeq)} to ${count(upto)}, also what it had settled. Its consumers see duplicates.`
  if (skipped > 0 && resent > 0) return `${skips} ${sends}`
  if (skipped > 0) return skips
  return resent > 0 ? sends : `${name} is there already: nothing is skipped, and nothing is sent again.`
}

/** What is missing before anything can be counted. */
export function missingWords({ to }: Move): string {
  return to === 'seq' ? 'Name the first seq that it gets.' : 'Name the time from which on it gets what was published.'
}

/** "It goes on at 4,711: 12 skipped, 0 sent again." */
export function movedWords({
  startSeq,
  skipped,
  resent,
}: {
  startSeq: number
  skipped: number
  resent: number
}): string {
  return `It goes on at ${count(startSeq)}: ${count(skipped)} skipped, ${count(resent)} sent again.`
}
