'use client'
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react'
import { Kbd } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { useRestingText } from '@/components/ui/input/use-resting-text.ts'
import { later, useLater } from '@/components/ui/overlay/later.ts'
import { type Fields, useField } from '@/components/ui/overlay/use-field.ts'
import type { Completion, Known } from './text/complete.ts'

const completion = later(() => import('./text/complete.ts'))

interface FilterInputProps {
  value: string
  /** Called when the typing rests, and at once on Enter. */
  onChange: (next: string) => void
  problems: readonly string[]
  known: Known
  inputRef: RefObject<HTMLInputElement | null>
}

/** The filter as text. While it is typed the fields are offered, then the values of the field; arrows and Enter choose. */
export function FilterInput({ value, onChange, problems, known, inputRef }: FilterInputProps) {
  const id = useId()
  const [text, setText] = useRestingText(value, onChange)
  const [open, setOpen] = useState(false)
  const highlighted = useRef(false)
  const caret = inputRef.current?.selectionStart ?? text.length
  const offers = useLater(completion)
  const completions = open && offers !== undefined ? offers.completionsOf(text, caret, known) : []

  function choose(next: string, chosen: boolean) {
    setText(next)
    // A chosen field asks for its value next; a chosen value is meant as it stands.
    const whole = chosen && !/[:.]$/.test(next)
    setOpen(!whole)
    if (whole) onChange(next)
  }
  function onKeyDown(event: KeyboardEvent) {
    // Enter on one of those offered takes that one.
    if (event.key === 'Enter' && !highlighted.current) onChange(text)
    if (event.key !== 'Escape' || open) return
    event.stopPropagation()
    if (text === '') inputRef.current?.blur()
    else onChange('')
  }
  // Half a word is no mistake while it can still become one of those offered.
  const bad = problems.length > 0 && completions.length === 0
  const { parts, plain } = useField(inputRef)
  const shared = {
    id,
    placeholder: 'Filter: state:missed, event:add, key:A-20931, text:c_4417',
    spellCheck: false,
    'aria-invalid': bad ? true : undefined,
    'aria-describedby': bad ? `${id}-problems` : undefined,
    onKeyDown,
    // What it offers goes with the focus: a filter that is cleared from elsewhere opens nothing.
    onBlur: () => setOpen(false),
  }
  const group = { className: 'field', 'data-invalid': bad ? '' : undefined }
  const before = (
    <>
      <Icon name="search" />
      <label className="sr" htmlFor={id}>
        Filter messages
      </label>
    </>
  )
  const slash = text === '' && <Kbd>/</Kbd>
  return (
    <div className="filterbox">
      {parts === undefined ? (
        <div {...group}>
          {before}
          <input {...shared} {...plain} value={text} onChange={(event) => choose(event.target.value, false)} />
          {slash}
        </div>
      ) : (
        <parts.Autocomplete.Root
          mode="none"
          items={completions}
          value={text}
          onValueChange={(next, { reason }) => choose(next, reason === 'item-press')}
          itemToStringValue={(item: Completion) => item.text}
          onItemHighlighted={(item) => {
            highlighted.current = item !== undefined
          }}
          open={open && completions.length > 0}
          onOpenChange={(next, { reason }) => reason !== 'item-press' && setOpen(next)}
        >
          <parts.Autocomplete.InputGroup {...group}>
            {before}
            <parts.Autocomplete.Input {...shared} ref={inputRef} />
            {slash}
          </parts.Autocomplete.InputGroup>
          <Completions parts={parts} />
        </parts.Autocomplete.Root>
      )}
      {bad && (
        <p id={`${id}-problems`} className="hint bad" role="status">
          {problems.join(' ')}
        </p>
      )}
    </div>
  )
}

function Completions({ parts: { Autocomplete } }: { parts: Fields }) {
  return (
    <Autocomplete.Portal>
      <Autocomplete.Positioner className="positioner" sideOffset={4} align="start">
        <Autocomplete.Popup className="menu completions">
          <Autocomplete.List>
            {(item: Completion) => (
              <Autocomplete.Item key={item.word} value={item} className="menuitem line">
                <span className="mono ellipsis">{item.word}</span>
                {item.hint !== undefined && <span className="hint">{item.hint}</span>}
              </Autocomplete.Item>
            )}
          </Autocomplete.List>
        </Autocomplete.Popup>
      </Autocomplete.Positioner>
    </Autocomplete.Portal>
  )
}
