'use client'
import { useNow } from '@/components/shell/use-now.ts'
import { Glyph, StateMark } from '@/components/ui/state.tsx'
import { useTimes } from '@/components/ui/time.tsx'
import type { DeliveryCell } from '@/lib/api.ts'
import { moment } from '@/lib/format.ts'
import { ageWord, cellWord } from './subscribers.ts'

/** A cell: shape, colour and the most useful word, or a dash for "not for this subscriber". */
export function DeliveryState({ cell }: { cell: DeliveryCell | undefined }) {
  if (cell === undefined) {
    return (
      <span className="none" title="Not for this subscriber">
        <span aria-hidden="true">–</span>
        <span className="sr">not for this subscriber</span>
      </span>
    )
  }
  return cell.state === 'inFlight' || cell.state === 'retrying' ? <Ticking cell={cell} /> : <Word cell={cell} now={0} />
}

/** Only what counts seconds is drawn again every second. */
function Ticking({ cell }: { cell: DeliveryCell }) {
  return <Word cell={cell} now={useNow() ?? 0} />
}

function Word({ cell, now }: { cell: DeliveryCell; now: number }) {
  return <StateMark state={cell.state}>{cellWord(cell, now)}</StateMark>
}

/** How long ago something was, in one unit: the column is narrow, and the panel has the exact time. */
export function Age({ at }: { at: string }) {
  const now = useNow() ?? 0
  return ageWord(now - Date.parse(at))
}

/** When a delayed message is due, in one unit. */
export function Due({ at }: { at: string }) {
  const left = Date.parse(at) - (useNow() ?? 0)
  const { zone } = useTimes()
  return (
    <span className="rtseq" title={`Due ${moment(at, undefined, zone)}`}>
      <Glyph state="scheduled" />
      {left > 0 ? `in ${ageWord(Math.max(1_000, left))}` : 'due now'}
    </span>
  )
}
