'use client'
import { useNow } from '@/components/shell/use-now.ts'
import { StateMark } from '@/components/ui/state.tsx'
import type { DeliveryCell } from '@/lib/api.ts'
import { duration } from '@/lib/format.ts'
import { cellWord } from './subscribers.ts'

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

/** How long ago something was, in whole seconds. */
export function Age({ at }: { at: string }) {
  const now = useNow() ?? 0
  const ms = Math.floor((now - Date.parse(at)) / 1_000) * 1_000
  return ms < 1_000 ? 'now' : duration(ms)
}
