'use client'
import { Banner } from '@/components/ui/banner.tsx'
import { Button } from '@/components/ui/button.tsx'
import { clock, duration } from '@/lib/format.ts'
import { useFeed, useFeedActions } from '../feed/provider.tsx'
import { useNow } from '../use-now.ts'

/** Without a connection: since when, how old the page is, when the next try comes. Without storage: what waits for it. */
export function ConnectionBanner() {
  const brokenAt = useFeed((feed) => feed.brokenAt)
  const storageAway = useFeed((feed) => feed.totals?.broker.status === 'storage')
  if (brokenAt !== null) return <Broken since={brokenAt} />
  return storageAway ? <StorageAway /> : null
}

function StorageAway() {
  return (
    <Banner>
      <b>Postgres does not answer.</b> Queued publishes are confirmed once it is back; what was confirmed is kept.
      Messages cannot be searched until then.
    </Banner>
  )
}

function Broken({ since }: { since: number }) {
  const seenAt = useFeed((feed) => feed.seenAt)
  const nextTryAt = useFeed((feed) => feed.nextTryAt)
  const { tryNow } = useFeedActions()
  const now = useNow() ?? since
  const again = (
    <Button small onClick={tryNow}>
      Try now
    </Button>
  )
  return (
    <Banner action={again}>
      <b>{`No connection to the broker for ${seconds(now - since)}.`}</b>{' '}
      {seenAt === null ? 'Nothing has been loaded yet.' : `What you see is from ${clock(seenAt)} and may be old.`}{' '}
      <span aria-hidden="true">{nextTryAt === null ? 'Trying now.' : `Next try in ${seconds(nextTryAt - now)}.`}</span>
    </Banner>
  )
}

/** Whole seconds: a tenth that stands still for a second looks broken. */
function seconds(ms: number): string {
  return ms < 10_000 ? `${Math.max(0, Math.ceil(ms / 1_000))} s` : duration(ms)
}
