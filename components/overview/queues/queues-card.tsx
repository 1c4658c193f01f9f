'use client'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CountLink, Oldest, Rate } from '@/components/ui/figure.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { CouldNotLoad, Loading } from '@/components/ui/screen.tsx'
import { Spark } from '@/components/ui/spark.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import type { Queue } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { deadHref, liveHref, queueHref } from '@/lib/links.ts'
import type { Loaded } from '../use-queues.ts'

/** Rows here; the rest is a click away. */
export const SHOWN = 12

const nameOf = (queue: Queue) => queue.name

/** Queues, most urgent first. Their order changes on a visit or a click, never by itself. */
export function QueuesCard({ queues }: { queues: Loaded }) {
  const [sorting, setSorting] = useState(0)
  const { page, error, retry } = queues
  const rows = useSteadyOrder(page?.items ?? NONE, nameOf, String(sorting))
  const all = page?.all ?? 0
  const actions = (
    <>
      <Button variant="quiet" small className="end wide-only" onClick={() => setSorting(sorting + 1)}>
        Most urgent first
      </Button>
      {all > SHOWN && (
        <PageLink className="link" href="/queues">
          {`All ${count(all)}`}
        </PageLink>
      )}
    </>
  )
  return (
    <Card title="Queues" sub={page && count(all)} actions={actions}>
      {page === undefined && error === null && <Loading what="the queues" />}
      {page === undefined && error !== null && (
        <CouldNotLoad title="Could not load the queues" error={error} onRetry={retry} />
      )}
      {rows.length > 0 && <QueuesTable rows={rows.slice(0, SHOWN)} />}
    </Card>
  )
}

const NONE: readonly Queue[] = []

function QueuesTable({ rows }: { rows: readonly Queue[] }) {
  return (
    <table className="qtable">
      <thead>
        <tr>
          <th scope="col">Queue</th>
          <th scope="col">Published, 15 min</th>
          {['In', 'Acked', 'Oldest waiting', 'Pending', 'In flight', 'Dead', 'Missed, 15 min'].map((name) => (
            <th key={name} scope="col" className="num">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((queue) => (
          <QueueRow key={queue.name} queue={queue} />
        ))}
      </tbody>
    </table>
  )
}

function QueueRow({ queue }: { queue: Queue }) {
  const { name, rates } = queue
  const state = (word: string) => queueHref(name, `state:${word}`)
  return (
    <tr>
      <th scope="row">
        <PageLink href={queueHref(name)}>{name}</PageLink>{' '}
        {queue.paused && (
          <Badge>
            <Icon name="pause" size={12} />
            Paused
          </Badge>
        )}
      </th>
      <td className="sp">
        <Spark values={queue.spark?.published ?? []} label={`${name}: published in 15 minutes`} />
      </td>
      <td className="num" data-l="In">
        <Rate value={rates.published} href={liveHref(name)} />
      </td>
      <td className="num hide">
        <Rate value={rates.acked} href={state('acked')} />
      </td>
      <td className="num" data-l="Oldest">
        <Oldest ms={queue.oldestPendingMs} href={state('pending')} calm={queue.paused} />
      </td>
      <td className="num" data-l="Pending">
        <CountLink value={queue.pending} href={state('pending')} label={`pending in ${name}`} />
      </td>
      <td className="num hide">
        <CountLink value={queue.inFlight} href={state('in-flight')} label={`in flight in ${name}`} />
      </td>
      <td className="num" data-l="Dead">
        <CountLink value={queue.dead} href={deadHref({ queue: name })} state="dead" label={`dead in ${name}`} />
      </td>
      <td className="num hide">
        <CountLink
          value={rates.missed}
          href={queueHref(name, 'state:missed', '15m')}
          state="missed"
          label={`missed in ${name}`}
        />
      </td>
    </tr>
  )
}
