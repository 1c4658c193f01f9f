import type { Job, LetterFilter } from '../model.ts'
import { count } from '../views/words.ts'

/** Why a job that tried some letters first went no further. */
export function triedText(first: number, dead: number, reason: string): string {
  const died = dead === 1 ? 'one of them' : `${count(dead)} of them`
  const went = first === 1 ? 'One went first and died' : `${count(first)} went first, and ${died} died`
  return `${went} again: "${reason}". The rest was left in the list.`
}

/** Why a job stopped at a letter that can never pass. */
export function hopelessText(refusal: string): string {
  return `One could not be sent: ${refusal}. What had not gone was left in the list.`
}

/** What a redrive could not send; `null`: nothing. */
export function leftText(left: number): string | null {
  if (left === 0) return null
  return left === 1
    ? '1 was left in the list: its subscription no longer exists.'
    : `${count(left)} were left in the list: their subscriptions no longer exist.`
}

/** One sentence on what became of a job, for people. */
export function endedText({ kind, state, done, total, filter, reason }: Job): string {
  const did = kind === 'redrive' ? 'sent again' : 'deleted'
  const all = done === total ? count(done) : `${count(done)} of ${count(total)}`
  const one = total === 1 ? 'dead letter' : 'dead letters'
  const how = state === 'cancelled' ? ', then it was cancelled' : ''
  const text = `${all} ${one}${ofText(filter)} ${done === 1 ? 'was' : 'were'} ${did}${how}.`
  return reason === null ? text : `${text} ${reason}`
}

function ofText({ queue, subscription }: LetterFilter): string {
  if (queue === undefined) return subscription === undefined ? '' : ` of ${subscription}`
  return subscription === undefined ? ` of ${queue}` : ` of ${subscription} in ${queue}`
}
