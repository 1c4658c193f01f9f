'use client'
import { Icon } from '@/components/ui/icon.tsx'
import type { Cost, Totals } from '@/lib/feed.ts'
import { bytes, clock, count, duration, perSecond, zone } from '@/lib/format.ts'
import { useFeed } from '../feed/provider.tsx'
import { useNow } from '../use-now.ts'
import { type LinkWords, linkWords } from './link-words.ts'

/** The line at the foot of every page: the connection, the broker's health, and what this tab costs it. */
export function StatusBar() {
  const now = useNow()
  const feed = useFeed((state) => state)
  const broken = feed.brokenAt !== null
  return (
    <section className="status" aria-label="Connection and health">
      <span className="up">
        <LinkDot words={linkWords(feed, now)} />
      </span>
      {healthWords(feed.totals, broken ? feed.seenAt : null, now).map((words) => (
        <span key={words}>{words}</span>
      ))}
      <span className="grow" />
      <span className="cost">{`This tab costs the broker ${costWords(feed.cost)}`}</span>
      {now !== null && <time>{`${clock(now)} ${zone(now)}`}</time>}
    </section>
  )
}

/** The shape and word of the connection. */
export function LinkDot({ words, short = false }: { words: LinkWords; short?: boolean }) {
  return (
    <>
      {words.tone === 'bad' ? (
        <span className="text-retry-mark">
          <Icon name="warn" />
        </span>
      ) : (
        <span className={words.tone === 'live' ? 'dot' : 'dot off'} />
      )}
      {short ? words.short : words.word}
    </>
  )
}

function healthWords(totals: Totals | null, lastSeen: number | null, now: number | null): string[] {
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

function costWords(cost: Cost | null): string {
  if (cost === null) return '0 kB/s, 0 queries/s'
  const { bytesPerSecond, queriesPerSecond, cpuShare } = cost
  return `${(bytesPerSecond / 1_000).toFixed(1)} kB/s, ${perSecond(queriesPerSecond)} queries/s, ${(cpuShare * 100).toFixed(1)} % CPU`
}
