'use client'
import type { KeyboardEvent, ReactNode } from 'react'
import { useNow } from '@/components/shell/use-now.ts'
import { Card } from '@/components/ui/card.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import type { DeadLetterReason } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import { isGrowing, keyOf, spanWords } from '../group.ts'

interface ReasonsCardProps {
  rows: readonly DeadLetterReason[]
  picked: DeadLetterReason | undefined
  total: number
  onPick: (reason: DeadLetterReason) => void
  /** Stands above the list where it is narrowed down. */
  filter: ReactNode
}

/** Why deliveries were given up, the largest first. Arrows move, Enter opens. */
export function ReasonsCard({ rows, picked, total, onPick, filter }: ReasonsCardProps) {
  const now = useNow() ?? 0
  return (
    <Card title="Reasons" sub={counted(total, 'dead letter')} className="reasons">
      {filter}
      <ul onKeyDown={move}>
        {rows.map((row) => (
          <li key={keyOf(row)}>
            <button
              type="button"
              className={row === picked ? 'reason on' : 'reason'}
              aria-pressed={row === picked}
              onClick={() => onPick(row)}
            >
              <span className="t" title={row.reason}>{`“${row.reason}”`}</span>
              <span className="c">{count(row.count)}</span>
              <span className="d">{`${row.subscription} on ${row.queue}`}</span>
              <span className="d">
                {spanWords(row, now)}
                {isGrowing(row, now) && (
                  <>
                    {', '}
                    <span className="growing">
                      <Icon name="grow" size={12} />
                      still growing
                    </span>
                  </>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
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
