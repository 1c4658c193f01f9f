'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import type { KeptFilter } from './kept.ts'

interface KeptListProps {
  kept: readonly KeptFilter[]
  value: string
  onPick: (text: string) => void
  onForget: (name: string) => void
}

export function KeptList({ kept, value, onPick, onForget }: KeptListProps) {
  if (kept.length === 0) return <p className="hint">No filter is kept in this browser yet.</p>
  return (
    <ul>
      {kept.map(({ name, text }) => (
        <li key={name}>
          <button
            type="button"
            className="menuitem"
            aria-current={text === value.trim() ? 'true' : undefined}
            onClick={() => onPick(text)}
          >
            <b>{name}</b>
            <span className="hint mono">{text}</span>
          </button>
          <Button variant="quiet" small icon aria-label={`Forget ${name}`} onClick={() => onForget(name)}>
            <Icon name="close" />
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** Gives the filter as it stands a name; without a filter there is nothing to keep. */
export function KeepForm({ value, onKeep }: { value: string; onKeep: (filter: KeptFilter) => void }) {
  const [name, setName] = useState('')
  const text = value.trim()
  if (text === '') return <p className="hint">Filter the list first; then it can be kept here under a name.</p>
  function submit(event: FormEvent) {
    event.preventDefault()
    if (name.trim() === '') return
    onKeep({ name: name.trim(), text })
    setName('')
  }
  return (
    <form onSubmit={submit}>
      <Field
        label="Keep this filter as"
        value={name}
        maxLength={80}
        autoComplete="off"
        hint={<span className="mono">{text}</span>}
        onChange={(event) => setName(event.target.value)}
      />
      <Button small type="submit" aria-disabled={name.trim() === '' ? true : undefined}>
        Keep filter
      </Button>
    </form>
  )
}
