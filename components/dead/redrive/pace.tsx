'use client'
import { Segmented } from '@/components/ui/input/segmented.tsx'
import { Select } from '@/components/ui/overlay/select.tsx'
import { count } from '@/lib/format.ts'

/** How fast letters go, and how many before the rest. */
export interface Pace {
  readonly speed: '5' | '20' | '100' | '1000' | 'all'
  readonly first: '1' | '5' | 'all'
}

const SPEEDS = [
  { value: '5', word: '5 per second' },
  { value: '20', word: '20 per second' },
  { value: '100', word: '100 per second' },
  { value: '1000', word: '1,000 per second' },
  { value: 'all', word: 'As fast as it can' },
] as const

const FIRSTS = [
  { value: '1', word: '1', title: 'One first, then go on' },
  { value: '5', word: '5', title: 'Five first, then go on' },
  { value: 'all', word: 'All' },
] as const

export const perSecondOf = ({ speed }: Pace): number | null => (speed === 'all' ? null : Number(speed))

/** Trying as many as there are is no trial. */
export function tryFirstOf({ first }: Pace, total: number): number | null {
  return first === 'all' || Number(first) >= total ? null : Number(first)
}

export function PaceFields({ pace, total, onPace }: { pace: Pace; total: number; onPace: (next: Pace) => void }) {
  const firsts = FIRSTS.filter(({ value }) => value === 'all' || Number(value) < total)
  const chosen = firsts.some(({ value }) => value === pace.first) ? pace.first : (firsts[0]?.value ?? 'all')
  const tried = tryFirstOf({ ...pace, first: chosen }, total)
  return (
    <section className="stack pacefields">
      <div>
        <span className="lbl-t" aria-hidden="true">
          Speed
        </span>
        <Select label="Speed" value={pace.speed} options={SPEEDS} onChange={(speed) => onPace({ ...pace, speed })} />
      </div>
      {firsts.length > 1 && (
        <div>
          <span className="lbl-t" aria-hidden="true">
            Try first
          </span>
          <Segmented
            wide
            label="Try first"
            value={chosen}
            options={firsts}
            onChange={(first) => onPace({ ...pace, first })}
          />
          <p className="hint">
            {tried === null
              ? 'They go one after the other, whatever becomes of them.'
              : `${tried === 1 ? 'One goes' : `${count(tried)} go`} first, then the rest. It stops by itself if ${tried === 1 ? 'it fails' : `one of the ${count(tried)} fails`}.`}
          </p>
        </div>
      )}
    </section>
  )
}
