import type { Job, LetterFilter } from '../model.ts'
import { count, duration } from '../views/words.ts'

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

/** One sentence on a job that begins, for people. */
export function startedText({ kind, total, filter, createdAt, startsAt }: Job): string {
  const deed = kind === 'redrive' ? 'A redrive' : 'The deletion'
  const what = `${deed} of ${count(total)} ${total === 1 ? 'dead letter' : 'dead letters'}${ofText(filter)}`
  return startsAt === null ? `${what} began.` : `${what} was asked for, to begin in ${duration(startsAt - createdAt)}.`
}

/** One sentence on what became of a job, for people. */
export function endedText(job: Job): string {
  const { kind, state, done, total, filter, reason } = job
  const did = kind === 'redrive' ? 'sent again' : 'deleted'
  const all = done === total ? count(done) : `${count(done)} of ${count(total)}`
  const one = total === 1 ? 'dead letter' : 'dead letters'
  if (isCalledOff(job)) return `The deletion of ${count(total)} ${one}${ofText(filter)} was called off before it began.`
  const how = state === 'cancelled' ? ', then it was cancelled' : ''
  const text = `${all} ${one}${ofText(filter)} ${done === 1 ? 'was' : 'were'} ${did}${how}.`
  return reason === null ? text : `${text} ${reason}`
}

function ofText(filter: LetterFilter): string {
  const { queue, subscription } = ownerOf(filter)
  if (queue === undefined) return subscription === undefined ? '' : ` of ${subscription}`
  return subscription === undefined ? ` of ${queue}` : ` of ${subscription} in ${queue}`
}

/** Whose letters they are, where they are one subscription's: by the filter, or by all that were named. */
export function ownerOf({ queue, subscription, items }: LetterFilter): Pick<LetterFilter, 'queue' | 'subscription'> {
  const [first, ...others] = items ?? []
  if (first === undefined) return { queue, subscription }
  const one = others.every((item) => item.queue === first.queue && item.subscription === first.subscription)
  return one ? { queue: first.queue, subscription: first.subscription } : {}
}

function isCalledOff({ state, startsAt, endedAt }: Job): boolean {
  return state === 'cancelled' && startsAt !== null && endedAt !== null && endedAt < startsAt
}
