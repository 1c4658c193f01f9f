'use client'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import { useNow } from '@/components/shell/use-now.ts'
import { Way } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import type { Connection } from '@/lib/api.ts'
import { nameOf, realtimeWords, SLOW_BYTES } from '@/lib/filters/connections.ts'
import { count, counted, duration, perSecond } from '@/lib/format.ts'
import { queueHref, subscribersHref } from '@/lib/links.ts'

export function Client({ row }: { row: Connection }) {
  const own = useFeed((feed) => feed.tab) === row.id
  return (
    <>
      <PageLink
        href={subscribersHref({ links: `client:${nameOf(row)}` })}
        className={row.client === null ? 'mono' : undefined}
      >
        {nameOf(row)}
      </PageLink>
      {own && <span className="muted"> this tab</span>}
    </>
  )
}

/** What it has in flight, each subscription's own: a link to those messages. */
export function Held({ row }: { row: Connection }) {
  const held = row.subscriptions.filter((one) => one.inFlight > 0 && one.name !== null)
  if (held.length === 0) return <span className="zero">0</span>
  return held.map(({ queue, name, inFlight }) => (
    <PageLink
      key={`${queue}/${name}`}
      className="heldlink"
      href={queueHref(queue, `subscription:${name} state:inFlight`)}
      title={`${counted(inFlight, 'message')} of ${name} of ${queue}`}
    >
      {count(inFlight)}
    </PageLink>
  ))
}

export function Since({ at }: { at: string }) {
  const ms = (useNow() ?? 0) - Date.parse(at)
  return ms < 1_000 ? 'now' : duration(Math.floor(ms / 1_000) * 1_000)
}

/** Engine.IO's protocol 3 is spoken by Socket.IO v2. */
export function transportWords(row: Connection): string {
  return `${row.transport === 'websocket' ? 'WebSocket' : 'polling'}, ${row.protocol === 3 ? 'v2' : 'v4'}`
}

export function Rooms({ row }: { row: Connection }) {
  if (row.sockets.length === 0) return <span className="muted">none</span>
  return (
    <ul>
      {row.sockets.map((socket) => (
        <li key={socket.queue} className="room">
          <b>
            <Namespace queue={socket.queue} />
          </b>{' '}
          {socket.rooms.join(' ')}
        </li>
      ))}
    </ul>
  )
}

/** The default namespace is no queue: publishers use it. */
function Namespace({ queue }: { queue: string }) {
  return queue === '/' ? '/' : <PageLink href={queueHref(queue)}>/{queue}</PageLink>
}

export function SubscribesAs({ row }: { row: Connection }) {
  const names = [...new Set(row.subscriptions.flatMap((one) => one.name ?? []))]
  const realtime = realtimeWords(row)
  return (
    <span className="ways-of">
      {names.length > 0 && <Way delivery="queued">{names.join(', ')}</Way>}
      {realtime !== null && <Way delivery="realtime">{realtime}</Way>}
      {row.in > 0 && (
        <span className="way" title="Publishes">
          <Icon name="publish" />
          {perSecond(row.in)}/s
        </span>
      )}
      {names.length === 0 && realtime === null && row.in === 0 && <span className="zero">nothing</span>}
    </span>
  )
}

export function Note({ row }: { row: Connection }) {
  if (row.unsentBytes < SLOW_BYTES) return null
  return (
    <span
      className="st retrying"
      title="It takes messages more slowly than they come. Above 1 MiB unsent, real-time ones are dropped."
    >
      <Icon name="warn" />
      slow
    </span>
  )
}
