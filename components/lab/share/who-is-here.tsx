'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { Banner } from '@/components/ui/banner.tsx'
import { Button } from '@/components/ui/button.tsx'
import { copyText } from '@/components/ui/copy.ts'
import { Icon } from '@/components/ui/icon.tsx'
import { counted, listed } from '@/lib/format.ts'
import { audienceOptions } from '@/lib/queries/audience.ts'
import type { LabPage, Shown } from '../engine/page.ts'
import { shareQueueOf } from './marks.ts'
import type { LabSession } from './session.ts'
import { SHARE_EVENT } from './shared-log.ts'

/** Lets other browsers in, and says who is here. */
export function WhoIsHere({ shown, page }: { shown: Shown; page: LabPage }) {
  const { session, sharing, connected, state } = shown
  if (session === null || state.status === 'failed' || sharing === 'ended') return null
  return (
    <div className="whoishere">
      {sharing === 'shared' && !connected && <NotHeard />}
      {sharing === 'shared' && <Members session={session} shown={shown} />}
      {sharing === 'alone' && <span className="muted">Open this Lab in other browsers too, a phone's for one.</span>}
      {sharing === 'joining' && <span className="muted">Joining this Lab.</span>}
      {sharing !== 'joining' && <CopyLink page={page} />}
    </div>
  )
}

function NotHeard() {
  return <Banner>The other browsers are not heard. What happens is told to them when the connection is back.</Banner>
}

function CopyLink({ page }: { page: LabPage }) {
  const [told, setTold] = useState<'nothing' | 'copied' | { readonly why: string }>('nothing')
  const copy = async () => {
    try {
      await copyText(await page.share())
      setTold('copied')
    } catch (error) {
      setTold({ why: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <>
      <Button small onClick={() => void copy()}>
        <Icon name={told === 'copied' ? 'check' : 'copy'} />
        Copy link
      </Button>
      <span role="status" className={typeof told === 'object' ? 'text-dead' : 'muted'}>
        {told === 'copied' && 'Copied. Whoever opens it joins.'}
        {typeof told === 'object' && `It could not be shared: ${told.why}`}
      </span>
    </>
  )
}

/** Each by the subscribers that it brought. Presence is what the broker says of the connections to the shared queue. */
function Members({ session, shown }: { session: LabSession; shown: Shown }) {
  const { here, gone } = usePresence(session)
  const me = session.lab.member
  const { subscribers } = shown.state
  useEffect(() => {
    session.here = here
    session.gone = gone
    // Whose browser went without a word cannot tell that its subscribers are away: whoever is here does.
    const orphans = subscribers.filter((one) => one.online && gone.includes(one.host) && one.host !== me)
    for (const one of orphans) void session.lab.lost(one.name)
  }, [session, here, gone, subscribers, me])
  if (here === null) return <span className="muted">Shared.</span>
  const words = here.map((member) => {
    const names = subscribers.filter((one) => one.host === member && !one.left).map((one) => one.name)
    const who = names.length === 0 ? 'one that watches' : listed(names)
    return member === me ? `this one (${who})` : who
  })
  return (
    <span aria-live="polite">
      <b>{`${counted(here.length, 'browser')} here:`}</b> {words.join(' · ')}
    </span>
  )
}

interface Presence {
  /** Connected; `null` until the broker has said so. */
  readonly here: readonly string[] | null
  /** Still awaited, and not connected. */
  readonly gone: readonly string[]
}

function usePresence(session: LabSession): Presence {
  const queue = shareQueueOf(session.lab.place.run)
  const { data } = useQuery(audienceOptions({ queue, event: SHARE_EVENT, delivery: 'queued' }))
  const here = useNames(data?.now)
  const gone = useNames(data?.waits)
  return { here: data === undefined ? null : here, gone }
}

/** The same names are the same list: an answer that says nothing new draws nothing. */
function useNames(listeners: readonly { readonly name: string }[] | undefined): readonly string[] {
  const text = (listeners ?? [])
    .map((one) => one.name)
    .sort()
    .join(' ')
  return useMemo(() => (text === '' ? [] : text.split(' ')), [text])
}
