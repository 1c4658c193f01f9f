import type { SeekBody, Subscription } from '../../../lib/api.ts'
import { behind } from '../../../lib/filters/subscriptions.ts'
import { count, counted } from '../../../lib/format.ts'

/** Where a subscription can be moved to, as the form has it. */
export interface Move {
  readonly to: 'new' | 'start' | 'seq' | 'time'
  readonly seq: string
  /** As the browser's own field has it, in the reader's zone. */
  readonly time: string
}

/** The same in the API's words; `null` while it is none yet. */
export function fromOf({ to, seq, time }: Move): SeekBody['from'] | null {
  if (to === 'seq') {
    const text = seq.trim().replaceAll(',', '')
    return /^\d{1,15}$/.test(text) ? Number(text) : null
  }
  if (to !== 'time') return to
  const at = Date.parse(time)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** What the move does, as far as it is known before; the answer has the exact counts. */
export function moveWords(move: Move, one: Subscription, firstSeq: number): string {
  const from = fromOf(move)
  const waiting = behind(one)
  const over = `${counted(waiting, 'message')} that ${waiting === 1 ? 'waits' : 'wait'} for it`
  switch (move.to) {
    case 'new':
      return waiting === 0
        ? 'Nothing waits for it, so nothing is skipped.'
        : `${over} ${waiting === 1 ? 'is' : 'are'} skipped: ${one.name} never gets ${waiting === 1 ? 'it' : 'them'}.`
    case 'start':
      return again(one, Math.max(1, firstSeq))
    case 'seq':
      if (typeof from !== 'number') return 'Name the first seq that it gets.'
      return from > one.upto ? skipped(one, from) : again(one, Math.max(from, firstSeq, 1))
    case 'time':
      return from === null
        ? 'Name the time from which on it gets what was published.'
        : 'It goes on with the first message that was published then. Before that is skipped, after that is sent again, also what it had settled.'
  }
}

function again({ name, upto }: Subscription, from: number): string {
  const most = Math.max(0, upto - from + 1)
  if (most === 0) return `${name} has not come further than that, so nothing is sent again.`
  const many = most === 1 ? '1 message is' : `Up to ${counted(most, 'message')} are`
  return `${many} sent again to ${name}, from ${count(from)} to ${count(upto)}, also what it had settled. Its consumers see duplicates.`
}

function skipped({ name, upto }: Subscription, from: number): string {
  return from === upto + 1
    ? `${name} is there already; what it holds and has not settled is skipped.`
    : `What ${name} has not settled before ${count(from)} is skipped: it never gets that.`
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
