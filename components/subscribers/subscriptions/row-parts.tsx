'use client'
import { createContext, useContext } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Menu, MenuItem } from '@/components/ui/overlay/menu.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import type { Subscription } from '@/lib/api.ts'
import { behind } from '@/lib/filters/subscriptions.ts'
import { count, listed } from '@/lib/format.ts'
import { piece } from '@/lib/queries/request.ts'
import { paceWords } from './pace.ts'

export const keyOf = (row: Subscription) => `${row.queue}/${row.name}`

/** The messages of its queue that are in a state for it. */
export const rowsIn = (row: Subscription, states?: string) =>
  `/queues/${piece(row.queue)}?q=${piece(`subscription:${row.name}${states === undefined ? '' : ` state:${states}`}`)}`

/** What can be done to a subscription from its row. */
export type Deed = 'move' | 'purge' | 'delete' | 'code' | 'detach'

export type OnDeed = (deed: Deed, subscription: Subscription, connection?: string) => void

interface RowHandles {
  /** Keys of the rows that show who holds what. */
  readonly open: ReadonlySet<string>
  readonly toggle: (key: string) => void
  readonly onDeed: OnDeed
}

/** What the parts of a row can ask of their table. */
export const Handles = createContext<RowHandles>({ open: new Set(), toggle: () => {}, onDeed: () => {} })

export function Pace({ subscription }: { subscription: Subscription }) {
  const words = paceWords(subscription)
  return words === null ? null : <span className="hint warnline">{words}</span>
}

export function Named({ row }: { row: Subscription }) {
  const { open, toggle } = useContext(Handles)
  const shown = open.has(keyOf(row))
  return (
    <span className="who-btn">
      <Button
        variant="quiet"
        className="twist"
        aria-expanded={shown}
        aria-label={`${shown ? 'Hide' : 'Show'} who holds ${row.name}`}
        onClick={() => toggle(keyOf(row))}
      >
        <Icon name={shown ? 'down' : 'right'} size={14} />
      </Button>
      <PageLink href={rowsIn(row)}>{row.name}</PageLink>
    </span>
  )
}

export function Actions({ row }: { row: Subscription }) {
  const { onDeed } = useContext(Handles)
  const trigger = (
    <Button variant="quiet" small icon aria-label={`Actions for ${row.name}`}>
      <Icon name="more" />
    </Button>
  )
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={() => onDeed('move', row)} note="Skip ahead, or send again">
        Move {row.name}…
      </MenuItem>
      {behind(row) > 0 && (
        <MenuItem onSelect={() => onDeed('purge', row)} note={`${count(behind(row))} waiting`}>
          Purge what waits…
        </MenuItem>
      )}
      <MenuItem onSelect={() => onDeed('code', row)} note="JavaScript, Python, curl">
        Copy as code…
      </MenuItem>
      <MenuItem onSelect={() => onDeed('delete', row)}>Delete {row.name}…</MenuItem>
    </Menu>
  )
}

export function Events({ events }: { events: readonly string[] }) {
  return <span title={listed(events)}>{events.includes('*') ? 'all' : events.join(' ')}</span>
}

/** Who is connected for it, the one that holds something first. */
export function HeldBy({ subscription }: { subscription: Subscription }) {
  const { consumers } = subscription
  const first = consumers.toSorted((a, b) => b.inFlight - a.inFlight)[0]
  if (first === undefined) return <span className="zero">nobody</span>
  const name = first.client ?? first.connection
  return (
    <PageLink href={`/subscribers?links=${piece(`client:${name}`)}`}>
      {name}
      {consumers.length > 1 && ` and ${count(consumers.length - 1)} more`}
    </PageLink>
  )
}
