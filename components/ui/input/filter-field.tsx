'use client'
import { type KeyboardEvent, type RefObject, useId } from 'react'
import { Kbd } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { useRestingText } from './use-resting-text.ts'

interface FilterFieldProps {
  label: string
  placeholder: string
  value: string
  /** Called when the typing rests, and at once on Enter. */
  onChange: (next: string) => void
  problems: readonly string[]
  inputRef?: RefObject<HTMLInputElement | null>
  /** The slim one in the head of a card. */
  slim?: boolean
}

/** A line of `field:value` terms. What nobody can act on is said below it. */
export function FilterField({ label, placeholder, value, onChange, problems, inputRef, slim }: FilterFieldProps) {
  const id = useId()
  const [text, setText] = useRestingText(value, onChange)

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') onChange(text)
    if (event.key === 'Escape') {
      event.stopPropagation()
      if (text === '') inputRef?.current?.blur()
      else onChange('')
    }
  }
  const bad = problems.length > 0
  return (
    <div className={slim === true ? 'filterbox slim' : 'filterbox'}>
      <span className="field" data-invalid={bad ? '' : undefined}>
        <Icon name="search" />
        <label className="sr" htmlFor={id}>
          {label}
        </label>
        <input
          id={id}
          ref={inputRef}
          placeholder={placeholder}
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={bad ? true : undefined}
          aria-describedby={bad ? `${id}-problems` : undefined}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {slim !== true && text === '' && <Kbd>/</Kbd>}
      </span>
      {bad && (
        <p id={`${id}-problems`} className="hint bad" role="status">
          {problems.join(' ')}
        </p>
      )}
    </div>
  )
}
