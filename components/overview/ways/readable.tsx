'use client'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import type { Step } from './steps.ts'

interface ReadableProps {
  /** What the whole chart says. */
  label: string
  steps: readonly Step[]
  words: (step: Step) => string
  /** What stands below while no step is read. */
  caption: ReactNode
  children: (at: number | null) => ReactNode
}

/** A chart whose steps can be read one by one: by pointer, or with the arrow keys once it has the focus. */
export function Readable({ label, steps, words, caption, children }: ReadableProps) {
  const [at, setAt] = useState<number | null>(null)
  const last = steps.length - 1
  const step = at === null ? undefined : steps[Math.min(at, last)]

  function point(event: PointerEvent<HTMLDivElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    setAt(Math.min(last, Math.max(0, Math.floor(((event.clientX - left) / width) * steps.length))))
  }
  function press(event: KeyboardEvent) {
    const next = moved(event.key, at ?? last, last)
    if (next === null) return
    event.preventDefault()
    setAt(next)
  }
  return (
    <figure>
      <div
        className="readable"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={steps.length}
        aria-valuenow={(at ?? last) + 1}
        aria-valuetext={step === undefined ? 'No step chosen' : words(step)}
        onPointerMove={point}
        onPointerLeave={() => setAt(null)}
        onFocus={() => setAt(at ?? last)}
        onBlur={() => setAt(null)}
        onKeyDown={press}
      >
        {children(at)}
      </div>
      <figcaption className="hint">{step === undefined ? caption : words(step)}</figcaption>
    </figure>
  )
}

function moved(key: string, at: number, last: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, at - 1)
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(last, at + 1)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
