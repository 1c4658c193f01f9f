import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** A small fact beside a name: paused, a count. */
export function Badge({
  tone,
  title,
  children,
}: {
  tone?: 'good' | 'warn' | 'bad'
  title?: string
  children: ReactNode
}) {
  return (
    <span className={tone === undefined ? 'badge' : `badge ${tone}`} title={title}>
      {children}
    </span>
  )
}

/** The two ways of delivery, by shape and word: the bolt keeps nothing, the stack keeps. They have no colour. */
export function Way({ delivery, children }: { delivery: 'queued' | 'realtime'; children?: ReactNode }) {
  return (
    <span className="way">
      <Icon name={delivery} />
      {children ?? (delivery === 'queued' ? 'Queued' : 'Real time')}
    </span>
  )
}

/** The same as a badge: a dashed edge keeps nothing, a solid one keeps. */
export function WayBadge({ delivery }: { delivery: 'queued' | 'realtime' }) {
  return (
    <span className={`badge ${delivery === 'queued' ? 'qd' : 'rt'}`}>
      <Icon name={delivery} size={12} />
      {delivery === 'queued' ? 'queued' : 'real time'}
    </span>
  )
}

/** One term of a filter: `state:dead`. */
export function Chip({ name, children, on = false }: { name?: string; children: ReactNode; on?: boolean }) {
  return (
    <span className={on ? 'chip on' : 'chip'}>
      {name !== undefined && `${name}:`}
      <b>{children}</b>
    </span>
  )
}

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="kbd">{children}</kbd>
}
