import { type ReactNode, useId } from 'react'
import { Boundary } from '@/components/shell/boundary.tsx'

interface CardProps {
  title: ReactNode
  /** A quiet word after the title: a count, a unit, an order. */
  sub?: ReactNode
  /** At the right end of the head. */
  actions?: ReactNode
  className?: string
  children: ReactNode
  /** `polite` where what stands in it is worth hearing when it changes. */
  live?: 'polite'
}

/** A section with its head. Named by its title, so that it is a landmark of its own. It fails alone. */
export function Card({ title, sub, actions, className, children, live }: CardProps) {
  const id = useId()
  return (
    <section className={className === undefined ? 'card' : `card ${className}`} aria-labelledby={id} aria-live={live}>
      <header>
        <h2 id={id}>{title}</h2>
        {sub !== undefined && <span className="sub">{sub}</span>}
        <span className="grow" />
        {actions}
      </header>
      <Boundary what={typeof title === 'string' ? title : 'this card'}>{children}</Boundary>
    </section>
  )
}
