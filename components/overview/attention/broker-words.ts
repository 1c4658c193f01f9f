import type { Activity, Job } from '../../../lib/api.ts'
import type { Totals } from '../../../lib/feed.ts'
import { bytes, count, DAY_MS, duration } from '../../../lib/format.ts'
import { deadHref } from '../../../lib/links.ts'
import type { Need } from './need.ts'

/** A share of the disk: below it there is soon no room to write. */
const DISK_LOW = 0.1

/** What is wrong with the broker itself, before all that is wrong with a queue. `now` is epoch ms. */
export function storageNeeds(totals: Totals | null, now: number): Need[] {
  if (totals === null) return []
  const { state, since, commitP99Ms, diskFreeBytes, diskBytes } = totals.storage
  const lastsMs = since === null ? null : Math.max(0, now - Date.parse(since))
  const needs: Need[] = []
  if (state === 'away')
    needs.push({
      key: 'away',
      kind: 'away',
      title: 'Postgres is away',
      detail: 'Queued messages wait, or are refused with E_STORAGE. What was confirmed is kept, and real time goes on.',
      lastsMs,
      href: '/activity',
      go: 'See what happened',
    })
  if (state === 'slow')
    needs.push({
      key: 'commits',
      kind: 'commits',
      title: 'Postgres is slow',
      detail: `1 of 100 commits takes longer than ${duration(commitP99Ms ?? 0)}, and a publisher waits that long for its confirm.`,
      lastsMs,
      href: '/queues?sort=-rate',
      go: 'See the busiest queues',
    })
  if (diskFreeBytes !== null && diskBytes !== null && diskFreeBytes < diskBytes * DISK_LOW)
    needs.push({
      key: 'disk',
      kind: 'disk',
      title: 'The disk is nearly full',
      detail: `${bytes(diskFreeBytes)} of ${bytes(diskBytes)} are free. Without room queued messages are refused with E_STORAGE.`,
      lastsMs: null,
      href: '/queues?sort=-stored',
      go: 'See the largest queues',
    })
  return needs
}

/** Jobs that stopped by themselves within a day: what they left is still there. */
export function jobNeeds(jobs: readonly Job[], now: number): Need[] {
  const failed = jobs.filter(
    ({ state, endedAt }) => state === 'failed' && endedAt !== null && now - Date.parse(endedAt) < DAY_MS,
  )
  return failed.map(({ id, kind, done, total, reason, filter, endedAt }) => ({
    key: `job ${id}`,
    kind: 'job',
    title: kind === 'redrive' ? 'A redrive stopped by itself' : 'A deletion of dead letters stopped by itself',
    detail: `${count(done)} of ${count(total)} done.${reason === undefined ? '' : ` “${reason}”`}`,
    lastsMs: endedAt === null ? null : Math.max(0, now - Date.parse(endedAt)),
    href: deadHref({
      ...(filter.queue !== undefined && { queue: filter.queue }),
      ...(filter.subscription !== undefined && { subscription: filter.subscription }),
    }),
    go: 'Open dead letters',
  }))
}

/** After the broker was away nothing is removed for its age for a day. */
export function heldNeeds(held: readonly Activity[], now: number): Need[] {
  const [last] = held
  const ends = last === undefined ? 0 : Date.parse(last.at) + DAY_MS
  if (last === undefined || ends <= now) return []
  return [
    {
      key: 'held',
      kind: 'held',
      title: 'Nothing is removed for its age for now',
      detail: `${last.text} That ends in ${duration(ends - now)}.`,
      lastsMs: now - Date.parse(last.at),
      href: '/activity?kind=agingHeld',
      go: 'See the activity',
    },
  ]
}
