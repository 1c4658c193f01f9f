'use client'
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { CouldNotLoad, Loading } from '@/components/ui/screen.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import type { Connection } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { attentionOfOptions } from '@/lib/queries/attention.ts'
import { connectionListOptions } from '@/lib/queries/connections.ts'
import { awayOptions, missedQueuesOptions } from '@/lib/queries/queues.ts'
import { useFeed } from '../../shell/feed/provider.tsx'
import { useNow } from '../../shell/use-now.ts'
import { awayDurable, awayLive, type Person, present } from './people.ts'

const SHOWN = 9
/** Queues whose absent clients are looked up: those with the most misses. */
const MISSED_QUEUES = 5

const idOf = (connection: Connection) => connection.id

/** Who is here, and who is away though something waits for it or passes it by. */
export function ConnectedCard() {
  const own = useFeed((feed) => feed.tab)
  const { data, error, refetch, hasNextPage } = useInfiniteQuery(connectionListOptions())
  const others = useMemo(
    () => data?.pages.flatMap((page) => page.items).filter((one) => one.id !== own && !isDashboard(one)) ?? [],
    [data, own],
  )
  const rows = useSteadyOrder(others, idOf, '')
  return (
    <aside className="card conn" aria-labelledby="connected">
      <header>
        <h2 id="connected">Who is connected</h2>
        <span className="grow" />
        {rows.length > 0 && (
          <PageLink className="link text-small" href="/subscribers">
            {hasNextPage ? 'All' : `All ${count(rows.length)}`}
          </PageLink>
        )}
      </header>
      {data === undefined && error === null && <Loading what="the connections" />}
      {data === undefined && error !== null && (
        <CouldNotLoad title="Could not load the connections" error={error} onRetry={() => void refetch()} />
      )}
      {data !== undefined && rows.length === 0 && <p className="calm">Nobody is connected but this dashboard.</p>}
      <ul>
        {rows.slice(0, SHOWN).map((connection) => (
          <Line key={connection.id} person={present(connection)} away={false} />
        ))}
      </ul>
      <Away />
    </aside>
  )
}

function Away() {
  const now = useNow() ?? 0
  const nobody = useQuery(attentionOfOptions('nobody', SHOWN)).data?.items ?? []
  const idle = useQuery(attentionOfOptions('idle', SHOWN)).data?.items ?? []
  const missed = useQuery(missedQueuesOptions(MISSED_QUEUES)).data?.items ?? []
  const details = useQueries({ queries: missed.map((queue) => awayOptions(queue.name)) })
  const live = details.flatMap(({ data }) => (data === undefined ? [] : awayLive(data, now)))
  const people = [...live, ...awayDurable([...nobody, ...idle], now)].slice(0, SHOWN)
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
      <PageLink className="v" href={person.href} aria-label={`${person.who}: ${person.value}`}>
        {person.value}
      </PageLink>
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
