'use client'
import type { ReactNode } from 'react'
import { LimitBadge } from '@/components/queue/limit-badge.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { CountLink } from '@/components/ui/figure.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { Spark } from '@/components/ui/spark.tsx'
import type { QUEUE_SORTS } from '@/lib/api.ts'
import { count, counted, duration, MINUTE_MS, perSecond } from '@/lib/format.ts'
import { queueHref } from '@/lib/links.ts'
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

/** Every figure of a queue, in the order of the table. */
export const COLUMNS: readonly Column[] = [
  { id: 'in', head: 'In', label: 'In', sort: '-rate', cell: (line) => <Rate line={line} of="published" to="live" /> },
  {
    id: 'acked',
    head: 'Acked',
    label: 'Acked',
    sort: '-acked',
    wideOnly: true,
    cell: (line) => <Rate line={line} of="acked" to="acked" />,
  },
  { id: 'oldest', head: 'Oldest waiting', label: 'Oldest', sort: '-oldest', cell: (line) => <Oldest line={line} /> },
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

function Rate({ line, of, to }: { line: Line; of: 'published' | 'acked'; to: 'live' | 'acked' }) {
  const value = line.rates[of]
  if (value === 0) return <span className="zero">0</span>
  const words = `${perSecond(value)}/s`
  if (line.queue === null) return <span>{words}</span>
  const { name } = line.queue
  return (
    <PageLink href={to === 'live' ? `/queues/${encodeURIComponent(name)}/live` : queueHref(name, 'state:acked')}>
      {words}
    </PageLink>
  )
}

/** Amber once it has grown past a minute while nothing is paused. */
function Oldest({ line }: { line: Line }) {
  const { oldestPendingMs, paused, queue } = line
  if (oldestPendingMs === null) return <span className="zero">none</span>
  const words = duration(oldestPendingMs)
  if (queue === null) return <PageLink href={countHref(line, 'pending')}>{words}</PageLink>
  const href = queueHref(queue.name, 'state:pending')
  if (paused > 0 || oldestPendingMs < MINUTE_MS) return <PageLink href={href}>{words}</PageLink>
  return (
    <PageLink href={href} className="st retrying">
      <Icon name="grow" />
      <b>{words}</b>
    </PageLink>
  )
}
