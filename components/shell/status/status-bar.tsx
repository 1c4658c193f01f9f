'use client'
import { useContext } from 'react'
import { Icon } from '@/components/ui/icon.tsx'
import { useTimes } from '@/components/ui/time.tsx'
import { clock, zone } from '@/lib/format.ts'
import { useFeed } from '../feed/provider.tsx'
import { ShellActions } from '../shell-actions.ts'
import { useNow } from '../use-now.ts'
import { CostDetail } from './cost-detail.tsx'
import { healthWords } from './health-words.ts'
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
      <CostDetail />
      {now !== null && <Clock now={now} />}
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

/** The time now in the zone that all times are told in; it opens what can be chosen about them. */
function Clock({ now }: { now: number }) {
  const { openPreferences } = useContext(ShellActions)
  const times = useTimes()
  return (
    <button type="button" className="statusbutton" title="Time zone, times and theme" onClick={openPreferences}>
      <time>{`${clock(now, times.zone)} ${zone(now, times.zone)}`}</time>
      <span className="sr">, preferences</span>
    </button>
  )
}
