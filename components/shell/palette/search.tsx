'use client'
import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Kbd } from '@/components/ui/badge.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import type { Entry } from './entries.ts'
import { useFound } from './use-found.ts'

interface SearchProps {
  onClose: () => void
  /** Begun before all this had come. */
  text: string
  onText: (next: string) => void
  /** Keys are its own from now on. */
  onFocus: (field: HTMLInputElement) => void
}

export function SearchDialog({ open, ...rest }: SearchProps & { open: boolean }) {
  const { onClose } = rest
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="pal floating" aria-label="Search or jump to">
          <Search {...rest} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Search({ onClose, text, onText, onFocus }: SearchProps) {
  const router = useRouter()
  const shown = useFound(text)
  const [failure, setFailure] = useState<string>()
  async function choose(entry: Entry) {
    try {
      await entry.run?.()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The broker gave no reason.')
      return
    }
    onClose()
    if (entry.href !== undefined) router.push(entry.href)
  }
  return (
    <Autocomplete.Root
      items={shown}
      filter={null}
      value={text}
      onValueChange={onText}
      itemToStringValue={(entry: Entry) => entry.word}
      autoHighlight="always"
      keepHighlight
      inline
      open
    >
      <div className="q">
        <Icon name="search" />
        <Autocomplete.Input
          aria-label="Search or jump to"
          placeholder="A queue, orders 4711, a client, a reason, an action"
          spellCheck={false}
          onFocus={(event) => onFocus(event.currentTarget)}
        />
        <Kbd>Esc</Kbd>
      </div>
      {failure !== undefined && (
        <p className="palempty bad" role="alert">
          {failure}
        </p>
      )}
      <Autocomplete.List aria-label="Results">
        {(entry: Entry) => (
          <Autocomplete.Item key={entry.key} value={entry} className="palitem" onClick={() => void choose(entry)}>
            <Icon name={entry.icon} />
            <b className="ellipsis">{entry.word}</b>
            <span className="muted ellipsis grow">{entry.note}</span>
            {entry.keys !== undefined && <Kbd>{entry.keys}</Kbd>}
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
      <Autocomplete.Empty>
        {shown.length === 0 && <p className="palempty">{`Nothing is called ${text}.`}</p>}
      </Autocomplete.Empty>
    </Autocomplete.Root>
  )
}
