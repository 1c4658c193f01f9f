'use client'
import type { KeyboardEvent } from 'react'
import { useNow } from '@/components/shell/use-now.ts'
import { Card } from '@/components/ui/card.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { useTimes } from '@/components/ui/time.tsx'
import type { DeadLetterReason } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import { EVERYTHING, goneWords, isGrowing, keyOf, reasonWords, spanWords } from '../group.ts'

interface ReasonsCardProps {
  rows: readonly DeadLetterReason[]
  /** The key of what is open. */
  open: string | undefined
  total: number
  /** `null`: all of them. */
  onPick: (reason: DeadLetterReason | null) => void
}

/** Why deliveries were given up, the largest first. Arrows move, Enter opens. */
export function ReasonsCard({ rows, open, total, onPick }: ReasonsCardProps) {
  const listed = rows.reduce((sum, row) => sum + row.count, 0)
  return (
    <Card title="Reasons" sub={counted(total, 'dead letter')} className="reasons">
      <ul onKeyDown={move}>
        {rows.length > 1 && (
          <li>
            <button
              type="button"
              className={open === EVERYTHING ? 'reason on' : 'reason'}
              aria-pressed={open === EVERYTHING}
              onClick={() => onPick(null)}
            >
              <span className="t">All that match</span>
              <span className="c">{count(total)}</span>
              <span className="d">{counted(rows.length, 'reason')}, together</span>
            </button>
          </li>
        )}
        {rows.map((row) => (
          <li key={keyOf(row)}>
            <button
              type="button"
              className={open === keyOf(row) ? 'reason on' : 'reason'}
              aria-pressed={open === keyOf(row)}
              onClick={() => onPick(row)}
            >
              <span className="t" title={row.reason}>
                {reasonWords(row.reason)}
              </span>
              <span className="c">{count(row.count)}</span>
              <span className="d">{`${row.subscription} on ${row.queue}`}</span>
              <Signs row={row} />
            </button>
          </li>
        ))}
      </ul>
      {listed < total && (
        <p className="hint cardend">{`The ${count(rows.length)} most frequent. ${counted(total - listed, 'letter')} died of others: narrow the filter.`}</p>
      )}
    </Card>
  )
}

/** From when to when, and what is to be known of it before it is opened. */
function Signs({ row }: { row: DeadLetterReason }) {
  const now = useNow() ?? 0
  const { zone } = useTimes()
  const gone = goneWords(row)
  return (
    <>
      <span className="d">{spanWords(row, now, zone)}</span>
      {isGrowing(row, now) && (
        <span className="d">
          <span className="growing">
            <Icon name="grow" size={12} />
            still growing
          </span>
          {row.recent > 0 && `, ${count(row.recent)} in 15 min`}
        </span>
      )}
      {gone !== null && <span className="d">{`${gone}: nobody would get them`}</span>}
    </>
  )
}

function move(event: KeyboardEvent<HTMLUListElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (by === 0) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')]
  const at = buttons.findIndex((button) => button.matches(':focus'))
  buttons[Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus()
  event.preventDefault()
}
