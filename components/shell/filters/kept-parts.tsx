'use client'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Field } from '@/components/ui/input/field.tsx'

interface KeptRowProps {
  name: string
  note: ReactNode
  /** It is what stands in the field now. */
  current?: boolean
  onPick: () => void
  /** Left out where it cannot be forgotten. */
  onForget?: () => void
}

/** One of a list that this browser keeps, to be taken again. */
export function KeptRow({ name, note, current = false, onPick, onForget }: KeptRowProps) {
  return (
    <li>
      <button type="button" className="menuitem" aria-current={current ? 'true' : undefined} onClick={onPick}>
        <b>{name}</b>
        {note}
      </button>
      {onForget !== undefined && (
        <Button variant="quiet" small icon aria-label={`Forget ${name}`} onClick={onForget}>
          <Icon name="close" />
        </Button>
      )}
    </li>
  )
}

interface KeepFormProps {
  label: string
  hint: ReactNode
  /** What the button says. */
  deed: string
  onKeep: (name: string) => void
}

/** Gives what is there a name. */
export function KeepForm({ label, hint, deed, onKeep }: KeepFormProps) {
  const [name, setName] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    // The popup may stand in a form of the page for React, which would be sent.
    event.stopPropagation()
    if (name.trim() === '') return
    onKeep(name.trim())
    setName('')
  }
  return (
    <form onSubmit={submit}>
      <Field
        label={label}
        value={name}
        maxLength={80}
        autoComplete="off"
        hint={hint}
        onChange={(event) => setName(event.target.value)}
      />
      <Button small type="submit" aria-disabled={name.trim() === '' ? true : undefined}>
        {deed}
      </Button>
    </form>
  )
}
