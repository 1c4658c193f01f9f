'use client'
import { Field } from '@/components/ui/input/field.tsx'
import { useRestingText } from '@/components/ui/input/use-resting-text.ts'
import { Combobox } from '@/components/ui/overlay/combobox.tsx'
import { Select } from '@/components/ui/overlay/select.tsx'
import { STATE_WORDS, type StateName } from '@/components/ui/state.tsx'
import { useTimes } from '@/components/ui/time.tsx'
import { readTerms, termValue, withTerm } from '@/lib/filters/terms.ts'
import { timeOf } from '@/lib/filters/times.ts'
import { fieldTime, readTime } from '@/lib/format.ts'
import { withPath } from './text/change.ts'
import type { Known } from './text/complete.ts'
import { PAYLOAD, stateOf } from './text/fields.ts'
import { readSeqs, writeSeqs } from './text/values.ts'

export interface BuilderProps {
  /** The filter as text: what is set here stands there, and the other way round. */
  text: string
  onText: (next: string) => void
  known: Known
}

const STATE_OPTIONS = [
  { value: '', word: 'Any state' },
  ...(Object.keys(STATE_WORDS) as StateName[]).map((value) => ({ value, word: STATE_WORDS[value] })),
]

export function FilterFields({ text, onText, known }: BuilderProps) {
  const set = (field: string, value: string) => onText(withTerm(text, field, value === '' ? null : value))
  const line = (field: string) => ({ value: termValue(text, field), onChange: (next: string) => set(field, next) })
  return (
    <div className="builderfields">
      <KnownField label="Event" names={known.events} {...line('event')} />
      <div>
        <span className="lbl-t" aria-hidden="true">
          State
        </span>
        <Select
          label="State"
          value={stateOf(termValue(text, 'state')) ?? ''}
          options={STATE_OPTIONS}
          onChange={(next) => set('state', next)}
        />
      </div>
      <KnownField label="Subscriber" names={known.subscribers} {...line('subscription')} />
      <KnownField label="Key" names={known.keys} {...line('key')} />
      <Seqs {...line('seq')} />
      <Instant label="Since" {...line('since')} />
      <Instant label="Until" {...line('until')} />
      <PayloadField text={text} onText={onText} known={known} />
      <Line label="Anywhere in the payload" {...line('text')} />
      <Line label="Id" mono {...line('id')} />
    </div>
  )
}

interface LineProps {
  label: string
  value: string
  onChange: (next: string) => void
}

function Line({ label, value, onChange, ...rest }: LineProps & { mono?: boolean; placeholder?: string }) {
  const [text, setText] = useRestingText(value, onChange)
  return (
    <Field label={label} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} {...rest} />
  )
}

function KnownField({ label, value, onChange, names }: LineProps & { names: readonly string[] }) {
  const [text, setText] = useRestingText(value, onChange)
  return <Combobox label={label} value={text} onChange={setText} suggestions={names.map((name) => ({ value: name }))} />
}

/** Two ends in place of a stretch's text. */
function Seqs({ value, onChange }: Omit<LineProps, 'label'>) {
  const { from, to } = readSeqs(value) ?? {}
  const change = (part: { from?: string; to?: string }) => {
    const read = (typed: string | undefined, was: number | undefined) =>
      typed === undefined ? was : /^\d{1,15}$/.test(typed) ? Number(typed) : undefined
    const [first, last] = [read(part.from, from), read(part.to, to)]
    onChange(writeSeqs({ ...(first !== undefined && { from: first }), ...(last !== undefined && { to: last }) }))
  }
  return (
    <div className="pairfields">
      <Line label="Seq from" placeholder="first" value={`${from ?? ''}`} onChange={(next) => change({ from: next })} />
      <Line label="Seq to" placeholder="last" value={`${to ?? ''}`} onChange={(next) => change({ to: next })} />
    </div>
  )
}

/** A day and a time in the zone that times are told in; the text holds them with the zone, so that a link means the same to all. */
function Instant({ label, value, onChange }: LineProps) {
  const { zone } = useTimes()
  const instant = value === '' ? null : timeOf(value, Date.now())
  return (
    <Field
      label={zone === undefined ? label : `${label}, ${zone}`}
      type="datetime-local"
      step={1}
      value={instant === null ? '' : fieldTime(instant, zone)}
      onChange={({ target }) =>
        onChange(target.value === '' ? '' : new Date(readTime(target.value, zone)).toISOString())
      }
    />
  )
}

/** The first value of the payload that is asked for, by its path. The text may have more. */
function PayloadField({ text, onText, known }: BuilderProps) {
  const term = readTerms(text).terms.find(({ field }) => field.startsWith(PAYLOAD))
  const setPath = (next: string) => onText(withPath(text, term?.field ?? null, next === '' ? null : PAYLOAD + next))
  return (
    <div className="pairfields">
      <KnownField
        label="Field of the payload"
        names={known.paths}
        value={term?.field.slice(PAYLOAD.length) ?? ''}
        onChange={(next) => setPath(next.replaceAll(/[\s,:"]/g, ''))}
      />
      {term !== undefined && (
        <Line label="Its value" value={term.value} onChange={(next) => onText(withTerm(text, term.field, next))} />
      )}
    </div>
  )
}
