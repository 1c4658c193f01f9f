'use client'
import { useNow } from '@/components/shell/use-now.ts'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Glyph, StateMark } from '@/components/ui/state.tsx'
import { counted } from '@/lib/format.ts'
import { queuedCounts, realtimeCounts } from '@/lib/scenario/lab/counts.ts'
import type { Lab } from '@/lib/scenario/lab/lab.ts'
import { type LabState, MORE_NAMES, MOST_ROWS } from '@/lib/scenario/lab/state.ts'
import { queuedVerdict, realtimeVerdict } from '../model/words.ts'
import { LaneHead } from './lane-head.tsx'
import { SubscriberRow } from './subscriber-row.tsx'

/** Two lanes, one row per subscriber across both. */
export function LabBoard({ state, lab }: { state: LabState; lab: Lab | null }) {
  const now = useNow() ?? 0
  return (
    <div className="lab">
      <div className="labside">
        <p className="soft">
          <b>{`${counted(state.subscribers.length, 'subscriber')}, ${counted(state.messages.length, 'message')}.`}</b>{' '}
          Every message is published once and goes to both lanes. Unplug a subscriber and it is cut off in both.
        </p>
        <div className="legend">
          <StateMark state="delivered">delivered, or acked</StateMark>
          <StateMark state="missed" />
          <StateMark state="pending">waiting</StateMark>
          <span className="st caught">
            <Glyph state="acked" />
            waited, then caught up
          </span>
        </div>
      </div>
      <LaneHead lane="realtime" verdict={realtimeVerdict(state)} counts={realtimeCounts(state)} />
      <LaneHead lane="queued" verdict={queuedVerdict(state)} counts={queuedCounts(state)} />
      {lab !== null &&
        state.subscribers.map((one, index) => (
          <SubscriberRow
            key={one.name}
            state={state}
            one={one}
            lab={lab}
            now={now}
            last={index === state.subscribers.length - 1}
          />
        ))}
      {lab !== null && state.status === 'ready' && <AddSubscriber state={state} lab={lab} />}
    </div>
  )
}

/** One more, with a name that is free. */
function AddSubscriber({ state, lab }: { state: LabState; lab: Lab }) {
  const name = MORE_NAMES.find((one) => !state.subscribers.some((each) => each.name === one))
  const full = state.subscribers.filter((one) => !one.left).length >= MOST_ROWS
  if (name === undefined || full) return null
  return (
    <div className="labadd">
      <Button small variant="quiet" onClick={() => void lab.add({ name })}>
        <Icon name="plug" />
        {`Add ${name}`}
      </Button>
    </div>
  )
}
