import type { ReactNode } from 'react'

/** Every delivery has one shape, on a 14 px square: hollow is a hole, filled is held, a disc is confirmed. */
export const SHAPES = {
  pending: <circle cx="7" cy="7" r="3" fill="currentColor" />,
  scheduled: (
    <>
      <circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M7 4.3V7l1.8 1.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  expired: (
    <path
      d="M3.5 1.8h7M3.5 12.2h7M4.3 1.8c0 3 5.4 3.8 5.4 10.4M9.7 1.8c0 3-5.4 3.8-5.4 10.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
    />
  ),
  acked: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path
        d="m4.3 7.2 1.9 1.9 3.5-4"
        fill="none"
        stroke="var(--on)"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  delivered: (
    <path
      d="m2.3 7.4 3.1 3.2 6.3-7.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  retrying: (
    <>
      <path
        d="M11.8 7A4.8 4.8 0 1 1 10 3.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
      <path
        d="M8.3 4.1h3.1V.9"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </>
  ),
  dead: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="2.5" fill="currentColor" />
      <path d="m4.5 4.5 5 5m0-5-5 5" stroke="var(--on)" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
  missed: (
    <>
      <circle cx="7" cy="7" r="5.3" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M3.3 10.7 10.7 3.3" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  inFlight: <path d="M3.2 1.9v10.2L12 7z" fill="currentColor" />,
  purged: <path d="M3.2 7h7.6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
} as const satisfies Record<string, ReactNode>

export type StateName = keyof typeof SHAPES

/** The words of the states, as they stand on every page. */
export const STATE_WORDS: Readonly<Record<StateName, string>> = {
  pending: 'pending',
  scheduled: 'scheduled',
  expired: 'expired',
  acked: 'acked',
  delivered: 'delivered',
  retrying: 'retrying',
  dead: 'dead',
  missed: 'missed',
  inFlight: 'in flight',
  purged: 'purged',
}

/** The stylesheet's class of a state. */
export function stateClass(state: StateName): string {
  if (state === 'inFlight') return 'flight'
  return state === 'purged' ? 'expired' : state
}

/** The shape alone; only where the word stands beside it. */
export function Glyph({ state, className }: { state: StateName; className?: string }) {
  return (
    <svg className={`g ${className ?? stateClass(state)}`} viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      {SHAPES[state]}
    </svg>
  )
}

/** Shape, word and colour of a delivery, always the three. `children` replaces the word by a more useful one. */
export function StateMark({ state, children }: { state: StateName; children?: ReactNode }) {
  return (
    <span className={`st ${stateClass(state)}`}>
      <Glyph state={state} />
      {children ?? STATE_WORDS[state]}
    </span>
  )
}
