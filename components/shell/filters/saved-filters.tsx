'use client'
import { Popover } from '@base-ui/react/popover'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { count } from '@/lib/format.ts'
import { type KeptFilter, useKeptFilters } from './kept.ts'

interface SavedFiltersProps {
  /** Filters of one page are no use on another: "messages", "dead". */
  page: string
  /** The filter as it stands, in the words of the page's own field. */
  value: string
  onPick: (text: string) => void
}

/** Names, keeps and recalls filters, in this browser. To share one, share the page's address. */
export function SavedFilters({ page, value, onPick }: SavedFiltersProps) {
  const [open, setOpen] = useState(false)
  const { kept, keep, forget } = useKeptFilters(page)
  function pick(text: string) {
    setOpen(false)
    onPick(text)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={<Button small title="Keep this filter, or go back to one" />}>
        <Icon name="bookmark" />
        Saved filters
        {kept.length > 0 && <span className="muted">{count(kept.length)}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="positioner" align="end" sideOffset={4}>
          <Popover.Popup className="menu kept" aria-label="Saved filters">
            <KeptList kept={kept} value={value} onPick={pick} onForget={forget} />
            <KeepForm value={value} onKeep={keep} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface KeptListProps {
  kept: readonly KeptFilter[]
  value: string
  onPick: (text: string) => void
  onForget: (name: string) => void
}

function KeptList({ kept, value, onPick, onForget }: KeptListProps) {
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
function KeepForm({ value, onKeep }: { value: string; onKeep: (filter: KeptFilter) => void }) {
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
