import type { Cost, Totals } from '@/lib/feed.ts'
import { bytes, clock, count, duration, perSecond } from '@/lib/format.ts'

/** The broker and its storage in a few words each. `lastSeen` while it does not answer: then nothing else is known. */
export function healthWords(totals: Totals | null, lastSeen: number | null, now: number | null): string[] {
  if (lastSeen !== null) return [`Broker: last seen ${clock(lastSeen)}`, 'Postgres: unknown']
  if (totals === null || now === null) return []
  const { commitP99Ms, logBytes, diskFreeBytes, diskBytes } = totals.storage
  const free = diskFreeBytes === null || !diskBytes ? '' : `disk ${count((100 * diskFreeBytes) / diskBytes)} % free`
  const log = logBytes === null ? '' : `Log ${bytes(logBytes)}`
  return [
    brokerWords(totals.broker, now),
    commitP99Ms === null ? '' : `Postgres commit p99 ${duration(commitP99Ms)}`,
    [log, free].filter((part) => part !== '').join(', '),
  ].filter((words) => words !== '')
}

function brokerWords({ status, since }: Totals['broker'], now: number): string {
  if (status === 'running') return `Broker up ${duration(Math.max(1_000, now - Date.parse(since))).replace(/\.\d/, '')}`
  return status === 'storage' ? 'Broker: Postgres does not answer' : `Broker: ${status}`
}

/** What this tab costs the broker, in one line. */
export function costWords(cost: Cost | null): string {
  if (cost === null) return '0 kB/s, 0 queries/s'
  return `${kilobytes(cost)}, ${perSecond(cost.queriesPerSecond)} queries/s, ${share(cost)} CPU`
}

export const kilobytes = ({ bytesPerSecond }: Cost): string => `${(bytesPerSecond / 1_000).toFixed(1)} kB/s`

export const share = ({ cpuShare }: Cost): string => `${(cpuShare * 100).toFixed(1)} %`
