'use client'
import { useEffect, useRef, useState } from 'react'
import { useFeed } from '../feed/provider.tsx'
import type { FeedState } from '../feed/state.ts'

/** The one place where the frame speaks up: a change of the connection, politely, once, and not each second. */
export function Announcer() {
  const now = useFeed(standingOf)
  const before = useRef(now)
  const [words, setWords] = useState('')
  useEffect(() => {
    if (before.current === now) return
    setWords(announced(before.current, now))
    before.current = now
  }, [now])
  return (
    <p className="sr" role="status" aria-label="News of the connection">
      {words}
    </p>
  )
}

type Standing = 'connecting' | 'broken' | 'forbidden' | 'signedOut' | 'storage' | 'paused' | 'live'

function standingOf(feed: FeedState): Standing {
  if (feed.link === 'refused') return 'signedOut'
  if (feed.brokenAt !== null) return feed.health?.forbidden ? 'forbidden' : 'broken'
  if (feed.link === 'connecting') return 'connecting'
  if (feed.totals?.broker.status === 'storage') return 'storage'
  return feed.paused ? 'paused' : 'live'
}

const WORDS: Readonly<Record<Standing, string>> = {
  connecting: '',
  broken: 'No connection to the broker. What you see may be old; it tries again by itself.',
  forbidden: 'The broker does not take requests from this page.',
  signedOut: 'This broker asks for a token.',
  storage: 'Postgres does not answer.',
  paused: 'Live updates are paused.',
  live: '',
}

/** What is good again has to be said, too: not that it is live, but what is over. */
export function announced(before: Standing, now: Standing): string {
  if (now !== 'live') return WORDS[now]
  if (before === 'paused') return 'Live updates go on.'
  if (before === 'storage') return 'Postgres answers again.'
  return before === 'connecting' ? '' : 'Connected again. The page is up to date.'
}
