import type { Queue } from '@/lib/api.ts'

/** Most urgent first: dead letters, then what fails, then who has waited longest, then misses, then traffic. */
export function byUrgency(a: Queue, b: Queue): number {
  return (
    b.dead - a.dead ||
    b.retrying - a.retrying ||
    (b.oldestPendingMs ?? 0) - (a.oldestPendingMs ?? 0) ||
    b.rates.missed - a.rates.missed ||
    b.rates.published - a.rates.published ||
    a.name.localeCompare(b.name)
  )
}
