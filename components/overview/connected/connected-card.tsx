'use client'
import { useQueries } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo } from 'react'
import { Icon } from '@/components/ui/icon.tsx'
import { CouldNotLoad, Loading } from '@/components/ui/screen.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import type { Connection, Queue, Subscription } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { awayOptions } from '@/lib/queries/queues.ts'
import { useFeed } from '../../shell/feed/provider.tsx'
import { useNow } from '../../shell/use-now.ts'
import type { Loaded } from '../use-data.ts'
import { awayDurable, awayLive, type Person, present } from './people.ts'

const SHOWN = 9
/** Queues whose absent clients are looked up: those with the most misses. */
const MISSED_QUEUES = 5

interface ConnectedCardProps {
  connections: Loaded<Connection>
  subscriptions: Loaded<Subscription>
  queues: Loaded<Queue>
}

const idOf = (connection: Connection) => connection.id

/** Who is here, and who is away though something waits for it or passes it by. */
export function ConnectedCard({ connections, subscriptions, queues }: ConnectedCardProps) {
  const own = useFeed((feed) => feed.tab)
  const others = useMemo(
    () => (connections.rows ?? []).filter((one) => one.id !== own && !isDashboard(one)),
    [connections.rows, own],
  )
  const rows = useSteadyOrder(others, idOf, '')
  return (
    <aside className="card conn" aria-labelledby="connected">
      <header>
        <h2 id="connected">Who is connected</h2>
        <span className="grow" />
        {rows.length > 0 && (
          <Link className="link text-small" href="/subscribers">
            {connections.more ? 'All' : `All ${count(rows.length)}`}
          </Link>
        )}
      </header>
      {connections.rows === undefined && connections.error === null && <Loading what="the connections" />}
      {connections.rows === undefined && connections.error !== null && (
        <CouldNotLoad title="Could not load the connections" error={connections.error} onRetry={connections.retry} />
      )}
      {connections.rows !== undefined && rows.length === 0 && (
        <p className="calm">Nobody is connected but this dashboard.</p>
      )}
      <ul>
        {rows.slice(0, SHOWN).map((connection) => (
          <Line key={connection.id} person={present(connection)} away={false} />
        ))}
      </ul>
      <Away subscriptions={subscriptions.rows ?? []} queues={queues.rows ?? []} />
    </aside>
  )
}

function Away({ subscriptions, queues }: { subscriptions: readonly Subscription[]; queues: readonly Queue[] }) {
  const now = useNow() ?? 0
  const missed = queues.filter((queue) => queue.rates.missed > 0).sort((a, b) => b.rates.missed - a.rates.missed)
  const details = useQueries({ queries: missed.slice(0, MISSED_QUEUES).map((queue) => awayOptions(queue.name)) })
  const live = details.flatMap(({ data }) => (data === undefined ? [] : awayLive(data, now)))
  const people = [...live, ...awayDurable(subscriptions, now)].slice(0, SHOWN)
  if (people.length === 0) return null
  return (
    <>
      <h3>Away, and wanted</h3>
      <ul>
        {people.map((person) => (
          <Line key={person.key} person={person} away />
        ))}
      </ul>
    </>
  )
}

function Line({ person, away }: { person: Person; away: boolean }) {
  return (
    <li className={person.missing ? 'away' : undefined}>
      <Icon name={away ? 'unplug' : 'plug'} />
      <span className="who ellipsis" title={person.who}>
        {person.who}
      </span>
      <Link className="v" href={person.href} aria-label={`${person.who}: ${person.value}`}>
        {person.value}
      </Link>
      <span className="what ellipsis" title={person.what}>
        {person.what}
      </span>
    </li>
  )
}

/** Dashboards of others are no subscribers: they only look. */
function isDashboard(connection: Connection): boolean {
  return (
    connection.client === null &&
    connection.subscriptions.length === 0 &&
    connection.sockets.every((socket) => socket.queue.startsWith('_'))
  )
}
