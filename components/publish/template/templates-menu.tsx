'use client'
import { useState } from 'react'
import { useKeptFilters } from '@/components/shell/filters/kept.ts'
import { KeepForm, KeptRow } from '@/components/shell/filters/kept-parts.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
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
          <KeptRow
            key={`kept ${name}`}
            name={name}
            note={<span className="hint">kept here</span>}
            onPick={() => pick(templateOf(text))}
            onForget={() => forget(name)}
          />
        ))}
        {EXAMPLES.map(({ name, draft: example }) => (
          <KeptRow
            key={`example ${name}`}
            name={name}
            note={<span className="hint">an example</span>}
            onPick={() => pick(example)}
          />
        ))}
      </ul>
      <KeepForm
        label="Keep this form as"
        hint="In this browser, all but its queue."
        deed="Keep template"
        onKeep={(name) => keep({ name, text: templateText(draft) })}
      />
    </Popover>
  )
}
