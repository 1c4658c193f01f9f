'use client'
import { Banner } from '@/components/ui/banner.tsx'
import { Button } from '@/components/ui/button.tsx'
import type { Health } from '@/lib/api.ts'
import type { Totals } from '@/lib/feed.ts'
import { clock, duration } from '@/lib/format.ts'
import { useFeed, useFeedActions } from '../feed/provider.tsx'
import { useNow } from '../use-now.ts'

/** Without a connection: since when, how old the page is, when the next try comes, and what the broker says of itself. */
export function ConnectionBanner() {
  const brokenAt = useFeed((feed) => feed.brokenAt)
  const forbidden = useFeed((feed) => feed.health?.forbidden ?? null)
  const status = useFeed((feed) => feed.totals?.broker.status)
  if (brokenAt !== null) return forbidden === null ? <Broken since={brokenAt} /> : <Forbidden reason={forbidden} />
  const words = status === undefined ? undefined : AILING[status]
  return words === undefined ? null : (
    <Banner quiet>
      <b>{words[0]}</b> {words[1]}
    </Banner>
  )
}

/** What is wrong while the connection holds. */
const AILING: Readonly<Partial<Record<Totals['broker']['status'], readonly [string, string]>>> = {
  storage: [
    'Postgres does not answer.',
    'Queued publishes are confirmed once it is back; what was confirmed is kept. Messages cannot be searched until then.',
  ],
  closing: ['The broker is closing.', 'It takes nothing new; what it had confirmed is kept.'],
  lost: ['Another broker has taken over this database.', 'This one writes nothing more and ends.'],
}

function Forbidden({ reason }: { reason: string }) {
  const { tryNow } = useFeedActions()
  return (
    <Banner
      quiet
      action={
        <Button small onClick={tryNow}>
          Try now
        </Button>
      }
    >
      <b>The broker does not take requests from this page.</b> {reason} E_FORBIDDEN
    </Banner>
  )
}

/** What the broker says of itself while nobody can connect. */
const SAYS: Readonly<Partial<Record<Health['status'], string>>> = {
  starting: 'The broker is starting.',
  standby: 'This broker stands by: another one has the database, and it takes over when that one ends.',
  closing: 'The broker is closing.',
  storage: 'The broker runs, but Postgres does not answer.',
  lost: 'Another broker has taken over this database.',
}

function Broken({ since }: { since: number }) {
  const seenAt = useFeed((feed) => feed.seenAt)
  const health = useFeed((feed) => feed.health?.status ?? null)
  const nextTryAt = useFeed((feed) => feed.nextTryAt)
  const { tryNow } = useFeedActions()
  const now = useNow() ?? since
  const again = (
    <Button small onClick={tryNow}>
      Try now
    </Button>
  )
  return (
    <Banner quiet action={again}>
      <b>{`No connection to the broker for ${seconds(now - since)}.`}</b>{' '}
      {health !== null && SAYS[health] !== undefined && `${SAYS[health]} `}
      {seenAt === null ? 'Nothing has been loaded yet.' : `What you see is from ${clock(seenAt)} and may be old.`}{' '}
      <span aria-hidden="true">{nextTryAt === null ? 'Trying now.' : `Next try in ${seconds(nextTryAt - now)}.`}</span>
    </Banner>
  )
}

/** Whole seconds: a tenth that stands still for a second looks broken. */
function seconds(ms: number): string {
  return ms < 10_000 ? `${Math.max(0, Math.ceil(ms / 1_000))} s` : duration(ms)
}
