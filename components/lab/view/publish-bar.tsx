'use client'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { isName } from '@/lib/protocol.ts'
import type { Lab } from '@/lib/scenario/lab/lab.ts'
import type { LabState } from '@/lib/scenario/lab/state.ts'
import { WhatIf } from './what-if.tsx'

export interface Draft {
  readonly event: string
  readonly payload: string
}

interface PublishBarProps {
  state: LabState
  lab: Lab | null
  draft: Draft
  /** It has ended: nothing can be published from here. */
  ended: boolean
  onDraft: (next: Draft) => void
  onPublish: (count: number) => void
  onQueue: (queue: string) => void
}

const EACH_MS = 1_000

/** One publish goes to both lanes: stored for those who are away, sent at once to those who are there. */
export function PublishBar({ state, lab, draft, ended, onDraft, onPublish, onQueue }: PublishBarProps) {
  const [editing, setEditing] = useState(false)
  const payload = payloadIn(draft.payload)
  const ready = state.status === 'ready' && !ended && payload !== null && isName(draft.event)
  const publish = (count: number) => {
    if (ready) onPublish(count)
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
        <b>{lab?.place.queue ?? 'lab'}</b>
        <span className="mono soft ellipsis grow">{draft.payload}</span>
        <span className="go">{editing ? 'Done' : 'Edit'}</span>
      </button>
      <div className="line">
        <QueueField key={lab?.place.queue} queue={lab?.place.queue ?? 'lab'} onQueue={onQueue} />
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
        <WhatIf state={state} lab={lab} event={draft.event} />
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
