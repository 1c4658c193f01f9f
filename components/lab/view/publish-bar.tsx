'use client'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { counted, listed } from '@/lib/format.ts'
import { isName } from '@/lib/protocol.ts'
import { audienceOptions } from '@/lib/queries/audience.ts'
import { type LabEngine, labelOf } from '../engine/engine.ts'
import { type LabState, SUBSCRIBERS } from '../model/state.ts'

export interface Draft {
  readonly event: string
  readonly payload: string
}

interface PublishBarProps {
  state: LabState
  engine: LabEngine | null
  draft: Draft
  onDraft: (next: Draft) => void
  onQueue: (queue: string) => void
}

const EACH_MS = 1_000

/** One publish goes to both lanes: stored for those who are away, sent at once to those who are there. */
export function PublishBar({ state, engine, draft, onDraft, onQueue }: PublishBarProps) {
  const [editing, setEditing] = useState(false)
  const payload = payloadIn(draft.payload)
  const ready = state.status === 'ready' && payload !== null && isName(draft.event)
  const publish = (count: number) => {
    if (ready && payload !== null) void engine?.publish(count, draft.event, payload.value)
  }
  const [ticking, setTicking] = useTicker(() => publish(1))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    publish(1)
  }
  const disabled = ready ? undefined : true
  return (
    <form
      className={editing ? 'card labpub editing' : 'card labpub'}
      aria-label="Publish to both lanes"
      onSubmit={submit}
    >
      <button type="button" className="msgsum" aria-expanded={editing} onClick={() => setEditing(!editing)}>
        <b>{draft.event}</b>
        <span className="muted">on</span>
        <b>{engine?.place.queue ?? 'lab'}</b>
        <span className="mono soft ellipsis grow">{draft.payload}</span>
        <span className="go">{editing ? 'Done' : 'Edit'}</span>
      </button>
      <div className="line">
        <QueueField key={engine?.place.queue} queue={engine?.place.queue ?? 'lab'} onQueue={onQueue} />
        <Field
          label="Event"
          value={draft.event}
          spellCheck={false}
          error={isName(draft.event) ? undefined : 'A letter or digit, then letters, digits, . : _ -'}
          onChange={(event) => onDraft({ ...draft, event: event.target.value })}
        />
        <Field
          label="Payload, JSON"
          mono
          value={draft.payload}
          spellCheck={false}
          error={payload === null ? 'Not JSON.' : undefined}
          onChange={(event) => onDraft({ ...draft, payload: event.target.value })}
        />
        <Button type="submit" variant="primary" className="act main-act" aria-disabled={disabled}>
          Publish to both
        </Button>
        <Button className="act" aria-disabled={disabled} onClick={() => publish(6)}>
          Publish 6
        </Button>
        <Button className="act" aria-pressed={ticking} onClick={() => setTicking(!ticking)}>
          <Icon name={ticking ? 'pause' : 'play'} />1 per second
        </Button>
      </div>
      <p className="whatif" aria-live="polite">
        <span className="if">If you publish now</span>
        <WhatIf state={state} engine={engine} event={draft.event} />
      </p>
    </form>
  )
}

/** Another queue begins a new run there: once it is left, or with Enter. */
function QueueField({ queue, onQueue }: { queue: string; onQueue: (queue: string) => void }) {
  const [text, setText] = useState(queue)
  const valid = isName(text)
  const commit = () => valid && text !== queue && onQueue(text)
  return (
    <Field
      label="Queue"
      value={text}
      spellCheck={false}
      error={valid ? undefined : 'A letter or digit, then letters, digits, . : _ -'}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  )
}

/** What the broker says would happen, for the three of this run. */
function WhatIf({ state, engine, event }: { state: LabState; engine: LabEngine | null; event: string }) {
  const place = engine?.place
  const enabled = place !== undefined && state.status === 'ready' && isName(event)
  const question = { queue: place?.queue ?? 'lab', event, delivery: 'queued' as const }
  const { data } = useQuery({ ...audienceOptions(question), enabled })
  if (!isName(event)) return <span className="muted">No event has that name, so nothing can be published.</span>
  if (data === undefined || place === undefined) return <span className="muted">The subscribers are connecting.</span>
  const mine = (group: readonly { name: string; delivery: string }[], delivery: string) =>
    SUBSCRIBERS.filter((who) => group.some((one) => one.name === labelOf(place.run, who) && one.delivery === delivery))
  const live = mine(data.now, 'realtime')
  const away = SUBSCRIBERS.filter((who) => !live.includes(who))
  const waits = SUBSCRIBERS.filter((who) => !mine(data.now, 'queued').includes(who))
  if (away.length === 0 && waits.length === 0) {
    return (
      <span>
        <b>All 3 get it either way.</b> Unplug one first and the two lanes part.
      </span>
    )
  }
  return (
    <span>
      <b>Real time:</b>{' '}
      {`${gets(live.length)}${away.length > 0 ? `, ${listed(away)} ${away.length === 1 ? 'misses' : 'miss'} it` : ''}.`}{' '}
      <b>Queued:</b>{' '}
      {`${gets(3 - waits.length)}${waits.length > 0 ? `, ${listed(waits)} ${waits.length === 1 ? 'finds' : 'find'} it waiting` : ''}.`}
    </span>
  )
}

function gets(count: number): string {
  return count === 0
    ? 'nobody gets it'
    : `${counted(count, 'subscriber')} ${count === 1 ? 'gets' : 'get'} it`.replace(/ subscribers?/, '')
}

/** What the payload's text means; `null` where it is not JSON, which the field says. */
export function payloadIn(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}

/** Does something each second while it is on. */
function useTicker(tick: () => void): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(false)
  const latest = useRef(tick)
  useEffect(() => {
    latest.current = tick
  })
  useEffect(() => {
    if (!on) return
    latest.current()
    const timer = setInterval(() => latest.current(), EACH_MS)
    return () => clearInterval(timer)
  }, [on])
  return [on, setOn]
}
