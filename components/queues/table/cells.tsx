'use client'
import type { ReactNode } from 'react'
import { LimitBadge } from '@/components/queue/limit-badge.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { CountLink, Oldest, Rate } from '@/components/ui/figure.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { Spark } from '@/components/ui/spark.tsx'
import type { QUEUE_SORTS } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import { liveHref, queueHref } from '@/lib/links.ts'
import { countHref, type Line } from './line.ts'

type Sort = (typeof QUEUE_SORTS)[number]

export interface Column {
  readonly id: string
  readonly head: string
  readonly sort: Sort
  /** The label before the value on a phone, where there is no head. */
  readonly label: string
  readonly wideOnly?: boolean
  readonly cell: (line: Line) => ReactNode
}

const counts = (state: 'pending' | 'inFlight' | 'retrying' | 'dead' | 'missed', words: string) => (line: Line) => {
  const value = state === 'missed' ? line.rates.missed : line[state]
  const shape = state === 'retrying' || state === 'dead' || state === 'missed' ? { state } : {}
  return <CountLink value={value} href={countHref(line, state)} label={`${words} ${line.key}`} {...shape} />
}

/** The sum of a branch leads nowhere. */
const rate = (of: 'published' | 'acked', to: (queue: string) => string) => (line: Line) => (
  <Rate value={line.rates[of]} href={line.queue === null ? undefined : to(line.queue.name)} />
)

const oldest = (line: Line) => (
  <Oldest ms={line.oldestPendingMs} href={countHref(line, 'pending')} calm={line.queue === null || line.paused > 0} />
)

/** Every figure of a queue, in the order of the table. */
export const COLUMNS: readonly Column[] = [
  { id: 'in', head: 'In', label: 'In', sort: '-rate', cell: rate('published', liveHref) },
  {
    id: 'acked',
    head: 'Acked',
    label: 'Acked',
    sort: '-acked',
    wideOnly: true,
    cell: rate('acked', (queue) => queueHref(queue, 'state:acked')),
  },
  { id: 'oldest', head: 'Oldest waiting', label: 'Oldest', sort: '-oldest', cell: oldest },
  { id: 'pending', head: 'Pending', label: 'Pending', sort: '-pending', cell: counts('pending', 'pending in') },
  {
    id: 'inFlight',
    head: 'In flight',
    label: 'In flight',
    sort: '-inFlight',
    wideOnly: true,
    cell: counts('inFlight', 'in flight in'),
  },
  {
    id: 'retrying',
    head: 'Retrying',
    label: 'Retrying',
    sort: '-retrying',
    wideOnly: true,
    cell: counts('retrying', 'retrying in'),
  },
  { id: 'dead', head: 'Dead', label: 'Dead', sort: '-dead', cell: counts('dead', 'dead in') },
  {
    id: 'missed',
    head: 'Missed, 15 min',
    label: 'Missed',
    sort: '-missed',
    wideOnly: true,
    cell: counts('missed', 'missed in'),
  },
]

/** The name as a link, or as the button that unfolds a branch; beside it what is out of the ordinary. */
export function Name({ line, onToggle }: { line: Line; onToggle: ((line: Line) => void) | undefined }) {
  const { queue, place } = line
  return (
    <span className="qname">
      {queue === null ? (
        <button type="button" className="branch" data-anchor title={line.key} onClick={() => onToggle?.(line)}>
          <Icon name={place?.open ? 'down' : 'right'} size={14} />
          <span className="ellipsis">{line.word}</span>
        </button>
      ) : (
        <PageLink className="ellipsis" data-anchor href={queueHref(queue.name)} title={queue.name}>
          {line.word}
        </PageLink>
      )}
      {queue === null && <span className="muted text-small nowrap">{counted(line.queues, 'queue')}</span>}
      <Paused line={line} />
      {queue !== null && <LimitBadge queue={queue} />}
    </span>
  )
}

function Paused({ line }: { line: Line }) {
  if (line.paused === 0) return null
  return (
    <Badge>
      <Icon name="pause" size={12} />
      {line.queue === null ? `${count(line.paused)} paused` : 'Paused'}
    </Badge>
  )
}

export function Published({ line }: { line: Line }) {
  if (line.published === null) return <span className="spark none" />
  return <Spark values={line.published} label={`${line.key}: published in 15 minutes`} />
}
