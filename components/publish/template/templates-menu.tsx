'use client'
import { type FormEvent, useState } from 'react'
import { useKeptFilters } from '@/components/shell/filters/kept.ts'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { Popover } from '@/components/ui/overlay/popover.tsx'
import { type Draft, EMPTY_DRAFT } from '../form/draft.ts'
import { EXAMPLES } from './examples.ts'
import { templateOf, templateText } from './kept-templates.ts'

interface TemplatesMenuProps {
  draft: Draft
  onDraft: (change: Partial<Draft>) => void
}

/** Forms to begin with: a few examples, and what this browser keeps under names of the person's own. */
export function TemplatesMenu({ draft, onDraft }: TemplatesMenuProps) {
  const [open, setOpen] = useState(false)
  const { kept, keep, forget } = useKeptFilters('publish')
  function pick(template: Partial<Draft>) {
    setOpen(false)
    const { queue: _, ...empty } = EMPTY_DRAFT
    onDraft({ ...empty, ...template })
  }
  const trigger = (
    <Button variant="quiet" small>
      Templates
      <Icon name="down" />
    </Button>
  )
  return (
    <Popover trigger={trigger} className="menu kept" label="Templates" open={open} onOpenChange={setOpen}>
      <ul>
        {kept.map(({ name, text }) => (
          <li key={`kept ${name}`}>
            <Choice name={name} note="kept here" onPick={() => pick(templateOf(text))} />
            <Button variant="quiet" small icon aria-label={`Forget ${name}`} onClick={() => forget(name)}>
              <Icon name="close" />
            </Button>
          </li>
        ))}
        {EXAMPLES.map((one) => (
          <li key={`example ${one.name}`}>
            <Choice name={one.name} note="an example" onPick={() => pick(one.draft)} />
          </li>
        ))}
      </ul>
      <KeepForm onKeep={(name) => keep({ name, text: templateText(draft) })} />
    </Popover>
  )
}

function Choice({ name, note, onPick }: { name: string; note: string; onPick: () => void }) {
  return (
    <button type="button" className="menuitem" onClick={onPick}>
      <b>{name}</b>
      <span className="hint">{note}</span>
    </button>
  )
}

/** Gives the form as it stands a name. */
function KeepForm({ onKeep }: { onKeep: (name: string) => void }) {
  const [name, setName] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    // The popup stands in the page's own form for React, which would publish.
    event.stopPropagation()
    if (name.trim() === '') return
    onKeep(name.trim())
    setName('')
  }
  return (
    <form onSubmit={submit}>
      <Field
        label="Keep this form as"
        value={name}
        maxLength={80}
        autoComplete="off"
        hint="In this browser, all but its queue."
        onChange={(event) => setName(event.target.value)}
      />
      <Button small type="submit" aria-disabled={name.trim() === '' ? true : undefined}>
        Keep template
      </Button>
    </form>
  )
}
