import type { Job } from '../../../lib/api.ts'
import { count, counted, duration, moment, type TimeZone } from '../../../lib/format.ts'

/** "214 to billing", "Deletion of 31 letters of billing". */
export function jobTitle({ kind, total, filter }: Job): string {
  const whose = filter.subscription ?? subscriptionOfAll(filter.items)
  if (kind === 'redrive') return `${count(total)} to ${whose ?? 'their subscriptions'}`
  return `Deletion of ${counted(total, 'letter')}${whose === null ? '' : ` of ${whose}`}`
}

/** The one subscription that all of them are of. */
function subscriptionOfAll(items: Job['filter']['items']): string | null {
  const names = new Set(items?.map((item) => item.subscription))
  const [only] = names
  return names.size === 1 && only !== undefined ? only : null
}

/** How long it is until it begins; 0 where it has. */
export function beginsIn({ state, startsAt }: Pick<Job, 'state' | 'startsAt'>, now: number): number {
  return state === 'running' && startsAt !== null ? Math.max(0, Date.parse(startsAt) - now) : 0
}

/** How far it is, or how it ended. */
export function jobStateWords(job: Job, now: number): string {
  const { kind, state, done, total, startsAt, endedAt } = job
  const did = kind === 'redrive' ? 'sent again' : 'deleted'
  const waits = beginsIn(job, now)
  switch (state) {
    case 'running':
      return waits > 0 ? `begins in ${duration(Math.ceil(waits / 1_000) * 1_000)}` : `${count(done)} of ${count(total)}`
    case 'done':
      return `${count(done)} ${did}`
    case 'cancelled':
      return startsAt !== null && endedAt !== null && endedAt < startsAt ? 'undone' : `stopped at ${count(done)}`
    case 'failed':
      return 'stopped by itself'
  }
}

/** "11:48:02, took 2 s, by nightly", and why it went no further. */
export function jobTimeWords(job: Job, now: number, zone?: TimeZone): string {
  const { createdAt, endedAt, startsAt, reason, by } = job
  const begun = Math.max(Date.parse(createdAt), startsAt === null ? 0 : Date.parse(startsAt))
  const who = by.name === undefined ? '' : `, by ${by.name}`
  const lasted = lastedWords(begun, endedAt, now)
  return `${moment(createdAt, now, zone)}${lasted}${who}${reason === undefined ? '' : `. ${reason}`}`
}

function lastedWords(begun: number, endedAt: string | null, now: number): string {
  if (endedAt !== null) {
    const took = Date.parse(endedAt) - begun
    return took < 0 ? '' : `, took ${duration(took)}`
  }
  return now < begun ? '' : `, runs for ${duration(Math.max(1_000, now - begun))}`
}
