import type { ReactNode } from 'react'
import { count, duration, MINUTE_MS, perSecond } from '@/lib/format.ts'
import { Icon } from './icon.tsx'
import { PageLink } from './page-link.tsx'
import { StateMark, type StateName } from './state.tsx'

interface CountLinkProps {
  value: number
  href: string
  /** Draws its shape and colour, where the number is an exception. */
  state?: StateName
  /** What is counted, for those who do not see the column: "dead letters of orders". */
  label?: string
}

/** Every number is a link to the rows that it counts; nothing to count is a grey 0. */
export function CountLink({ value, href, state, label }: CountLinkProps) {
  if (value === 0) return <span className="zero">0</span>
  return (
    <PageLink href={href} aria-label={label === undefined ? undefined : `${count(value)} ${label}`}>
      {state === undefined ? count(value) : <StateMark state={state}>{count(value)}</StateMark>}
    </PageLink>
  )
}

/** A time that something has lasted, or the word for "there is none". */
export function Lasting({ ms, none = 'none' }: { ms: number | null; none?: string }) {
  return ms === null ? <span className="zero">{none}</span> : <span>{duration(ms)}</span>
}

/** A rate, and where it can be seen; none is a grey 0. */
export function Rate({ value, href }: { value: number; href?: string | undefined }) {
  if (value === 0) return <span className="zero">0</span>
  const words = `${perSecond(value)}/s`
  return href === undefined ? <span>{words}</span> : <PageLink href={href}>{words}</PageLink>
}

/** How long the oldest has waited: amber past a minute, but where it is meant to wait. */
export function Oldest({ ms, href, calm }: { ms: number | null; href: string; calm: boolean }) {
  if (ms === null) return <span className="zero">none</span>
  if (calm || ms < MINUTE_MS) return <PageLink href={href}>{duration(ms)}</PageLink>
  return (
    <PageLink href={href} className="st retrying">
      <Icon name="grow" />
      <b>{duration(ms)}</b>
    </PageLink>
  )
}

/** A figure with its name above, for definition lists of class `figs`. */
export function Figure({
  name,
  unit,
  bad,
  children,
}: {
  name: ReactNode
  unit?: string
  bad?: boolean
  children: ReactNode
}) {
  return (
    <div className={bad ? 'fig bad' : 'fig'}>
      <dt>{name}</dt>
      <dd>
        {children}
        {unit !== undefined && <small>{` ${unit}`}</small>}
      </dd>
    </div>
  )
}
