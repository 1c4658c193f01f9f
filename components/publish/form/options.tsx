'use client'
import { Collapsible } from '@base-ui/react/collapsible'
import { useId } from 'react'
import { Icon } from '@/components/ui/icon.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { LIMITS } from '@/lib/protocol.ts'
import { type Draft, type Faults, optionWords } from './draft.ts'

/** What is rarely needed, folded, with its values in words. */
export function MoreOptions({
  draft,
  faults,
  onDraft,
}: {
  draft: Draft
  faults: Faults
  onDraft: (change: Partial<Draft>) => void
}) {
  return (
    <Collapsible.Root>
      <Collapsible.Trigger className="fold">
        <Icon name="right" />
        <b>More options</b>
        <span className="muted ellipsis">{optionWords(draft)}</span>
      </Collapsible.Trigger>
      <Collapsible.Panel className="pad stack">
        <div className="two pub-two">
          <Field
            label="Id"
            mono
            value={draft.id}
            maxLength={LIMITS.textLength}
            spellCheck={false}
            placeholder="made by the broker"
            error={faults.id}
            hint="The same id within 5 min is stored once."
            onChange={(event) => onDraft({ id: event.target.value })}
          />
          <Field
            label="Key"
            mono
            value={draft.key}
            maxLength={LIMITS.textLength}
            spellCheck={false}
            placeholder="none"
            error={faults.key}
            hint="What the message is about."
            onChange={(event) => onDraft({ key: event.target.value })}
          />
        </div>
        <div className="two pub-two">
          <Field
            label="Deliver after"
            value={draft.delay}
            spellCheck={false}
            placeholder="at once"
            error={faults.delay}
            hint="90 s, 5 m, 2 h, 7 d, up to 30 d. Stored at once, in the queue when it is due."
            onChange={(event) => onDraft({ delay: event.target.value })}
          />
          <Field
            label="Expires after"
            value={draft.ttl}
            spellCheck={false}
            placeholder="never"
            error={faults.ttl}
            hint="90 s, 5 m, 2 h, 7 d. From when it is due. Who has not got it by then never does."
            onChange={(event) => onDraft({ ttl: event.target.value })}
          />
        </div>
        <HeadersField text={draft.headers} error={faults.headers} onChange={(headers) => onDraft({ headers })} />
      </Collapsible.Panel>
    </Collapsible.Root>
  )
}

function HeadersField({
  text,
  error,
  onChange,
}: {
  text: string
  error: string | undefined
  onChange: (next: string) => void
}) {
  const id = useId()
  return (
    <div>
      <label className="lbl-t" htmlFor={id}>
        Headers
      </label>
      <span className="field area mono" data-invalid={error === undefined ? undefined : ''}>
        <textarea
          id={id}
          rows={2}
          value={text}
          spellCheck={false}
          placeholder="name: value"
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={`${id}-note`}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      <p id={`${id}-note`} className={error === undefined ? 'hint' : 'hint bad'}>
        {error ?? `One on a line, ${LIMITS.headers} at most.`}
      </p>
    </div>
  )
}
