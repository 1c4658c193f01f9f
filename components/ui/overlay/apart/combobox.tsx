import { Autocomplete } from '@base-ui/react/autocomplete'
import { type InputHTMLAttributes, type KeyboardEvent, type Ref, useState } from 'react'
import { Icon } from '../../icon.tsx'
import type { ComboboxProps, Suggestion } from '../props.ts'

interface Props {
  combobox: ComboboxProps
  /** The field and the button beside it take the place of plain ones. */
  input: InputHTMLAttributes<HTMLInputElement> & { ref: Ref<HTMLInputElement> }
  buttonRef: Ref<HTMLButtonElement>
  /** Its list is open from the start. */
  opened: boolean
}

export function Combobox({ combobox, input, buttonRef, opened }: Props) {
  const { label, value, onChange, suggestions, icon, end, error } = combobox
  const [open, setOpen] = useState(opened)
  // ⌘ Enter sends the form that the field stands in: it chooses nothing from the list.
  const send = (event: KeyboardEvent & { preventBaseUIHandler: () => void }) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventBaseUIHandler()
    setOpen(false)
  }
  return (
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
        <Autocomplete.Input {...input} onKeyDown={send} />
        {end !== undefined && <span className="hint nowrap">{end}</span>}
        <Autocomplete.Trigger ref={buttonRef} className="drop" aria-label={`Known names: ${label}`}>
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
  )
}
