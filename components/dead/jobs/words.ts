import type { Job } from '../../../lib/api.ts'
import { count, counted, duration, moment } from '../../../lib/format.ts'

/** "214 to billing", "Deleting 31 of billing". */
export function jobTitle({ kind, total, filter }: Job): string {
  const whose = filter.subscription ?? subscriptionOfAll(filter.items)
  if (kind === 'redrive') return `${count(total)} to ${whose ?? 'their subscriptions'}`
  return `${counted(total, 'letter')} deleted${whose === null ? '' : ` of ${whose}`}`
}

/** The one subscription that all of them are of. */
function subscriptionOfAll(items: Job['filter']['items']): string | null {
  const names = new Set(items?.map((item) => item.subscription))
  const [only] = names
  return names.size === 1 && only !== undefined ? only : null
}

/** How far it is, or how it ended. */
export function jobStateWords({ kind, state, done, total }: Job): string {
  const did = kind === 'redrive' ? 'sent again' : 'deleted'
  switch (state) {
    case 'running':
      return `${count(done)} of ${count(total)}`
    case 'done':
      return `${count(done)} ${did}`
    case 'cancelled':
      return `stopped at ${count(done)}`
    case 'failed':
      return 'stopped by itself'
  }
}

/** "11:48:02, took 2 s", and why it went no further. */
export function jobTimeWords(job: Job, now: number): string {
  const { createdAt, endedAt, reason } = job
  const took = endedAt === null ? now - Date.parse(createdAt) : Date.parse(endedAt) - Date.parse(createdAt)
  const lasted = endedAt === null ? `runs for ${duration(Math.max(1_000, took))}` : `took ${duration(took)}`
  return `${moment(createdAt, now)}, ${lasted}${reason === undefined ? '' : `. ${reason}`}`
}
