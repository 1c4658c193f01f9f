'use client'
import { Autocomplete } from '@base-ui/react/autocomplete'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { Icon, type IconName } from '../icon.tsx'

export interface Suggestion {
  readonly value: string
  /** A quiet word at the right: a count. */
  readonly note?: string
}

interface ComboboxProps {
  label: string
  value: string
  onChange: (next: string) => void
  suggestions: readonly Suggestion[]
  icon?: IconName
  /** A quiet word in the field: what the value stands for. */
  end?: ReactNode
  /** A line below: what publishing to a new name does, or why a name is refused. */
  hint?: ReactNode
  error?: ReactNode
}

/** A line of free text with known names to choose from. */
export function Combobox({ label, value, onChange, suggestions, icon, end, hint, error }: ComboboxProps) {
  const id = useId()
  const note = error ?? hint
  const [open, setOpen] = useState(false)
  // ⌘ Enter sends the form that the field stands in: it chooses nothing from the list.
  const send = (event: KeyboardEvent & { preventBaseUIHandler: () => void }) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventBaseUIHandler()
    setOpen(false)
  }
  return (
    <div>
      <label className="lbl-t" htmlFor={id}>
        {label}
      </label>
      <Autocomplete.Root
        items={suggestions}
        value={value}
        onValueChange={onChange}
        itemToStringValue={(item: Suggestion) => item.value}
        open={open}
        onOpenChange={setOpen}
        openOnInputClick
      >
        <Autocomplete.InputGroup className="field" data-invalid={error === undefined ? undefined : ''}>
          {icon !== undefined && <Icon name={icon} />}
          <Autocomplete.Input
            id={id}
            aria-invalid={error === undefined ? undefined : true}
            aria-describedby={note === undefined ? undefined : `${id}-note`}
            spellCheck={false}
            onKeyDown={send}
          />
          {end !== undefined && <span className="hint nowrap">{end}</span>}
          <Autocomplete.Trigger className="drop" aria-label={`Known names: ${label}`}>
            <Icon name="down" />
          </Autocomplete.Trigger>
        </Autocomplete.InputGroup>
        <Autocomplete.Portal>
          <Autocomplete.Positioner className="positioner" sideOffset={4} align="start">
            <Autocomplete.Popup className="menu anchored">
              <Autocomplete.List>
                {(item: Suggestion) => (
                  <Autocomplete.Item key={item.value} value={item} className="menuitem line">
                    <span className="ellipsis">{item.value}</span>
                    {item.note !== undefined && <span className="hint">{item.note}</span>}
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
      {note !== undefined && (
        <p id={`${id}-note`} className={error === undefined ? 'hint' : 'hint bad'}>
          {note}
        </p>
      )}
    </div>
  )
}
