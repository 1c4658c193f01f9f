'use client'
import { Way } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Segmented } from '@/components/ui/input/segmented.tsx'
import { Switch } from '@/components/ui/input/switch.tsx'
import { queuedCounts, realtimeCounts } from '@/lib/scenario/lab/counts.ts'
import type { Lab } from '@/lib/scenario/lab/lab.ts'
import type { LabState, Mode, Subscriber } from '@/lib/scenario/lab/state.ts'
import type { Lane } from '../model/tiles.ts'
import { noteOf } from '../model/words.ts'
import { TileStrip } from './tile-strip.tsx'

const MODES: readonly { value: Mode; word: string; title: string }[] = [
  { value: 'normal', word: 'Normal', title: 'Acks at once' },
  { value: 'slow', word: 'Slow', title: 'Takes 400 ms for each message' },
  { value: 'fail', word: 'Fail', title: 'Refuses each message; queued retries it' },
  { value: 'crash', word: 'Crash', title: 'Disconnects before the ack; queued delivers again' },
]

interface SubscriberRowProps {
  state: LabState
  one: Subscriber
  lab: Lab
  now: number
  last: boolean
}

/** One subscriber across both lanes, with one plug for both. */
export function SubscriberRow({ state, one, lab, now, last }: SubscriberRowProps) {
  const plugged = one.plugged && one.online
  if (one.left) return <LeftRow lab={lab} state={state} one={one} last={last} now={now} />
  const word = one.plugged ? (one.online ? 'Plugged in' : 'Reconnecting') : 'Unplugged'
  return (
    <>
      <section className="labsub" aria-label={one.name}>
        <div className="nm">
          <Icon name={plugged ? 'plug' : 'unplug'} />
          <b>{one.name}</b>
          <Switch
            on={one.plugged}
            word={word}
            label={`${one.name} plugged in`}
            onChange={(on) => void lab.plug(one.name, on)}
          />
        </div>
        <Segmented
          wide
          label={`How ${one.name} handles a message`}
          value={one.mode}
          options={MODES}
          onChange={(mode) => void lab.mode(one.name, mode)}
        />
        <p className="note">
          {noteOf(one, now)}
          <Button
            variant="quiet"
            small
            icon
            aria-label={`Remove ${one.name}`}
            onClick={() => void lab.remove(one.name)}
          >
            <Icon name="close" size={12} />
          </Button>
        </p>
      </section>
      <Lanes lab={lab} state={state} one={one} last={last} />
    </>
  )
}

/** What it got stays to be read; there is nothing to plug any more. */
function LeftRow({ lab, state, one, now, last }: SubscriberRowProps) {
  return (
    <>
      <section className="labsub gone" aria-label={one.name}>
        <div className="nm">
          <Icon name="unplug" />
          <b>{one.name}</b>
        </div>
        <p className="note">{noteOf(one, now)}</p>
      </section>
      <Lanes lab={lab} state={state} one={one} last={last} />
    </>
  )
}

interface LanesProps {
  lab: Lab
  state: LabState
  one: Subscriber
  last: boolean
}

function Lanes(props: LanesProps) {
  return (
    <>
      <LaneRow lane="realtime" {...props} />
      <LaneRow lane="queued" {...props} />
    </>
  )
}

function LaneRow({ lane, lab, state, one, last }: LanesProps & { lane: Lane }) {
  const counts = lane === 'realtime' ? realtimeCounts(state, [one.name]) : queuedCounts(state, [one.name])
  return (
    <div className={`lane ${lane === 'realtime' ? 'rt' : 'qd'} row${last ? ' last' : ''}`}>
      <div className="lanetag">
        <Way delivery={lane} />
        <span>{`${counts.received} of ${counts.due}`}</span>
      </div>
      <TileStrip lab={lab} state={state} who={one.name} lane={lane} received={counts.received} />
    </div>
  )
}
