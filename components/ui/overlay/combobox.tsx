'use client'
import { useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../icon.tsx'
import { fields } from './parts.ts'
import type { ComboboxProps } from './props.ts'
import { useField } from './use-field.ts'

/** A line of free text with known names to choose from. */
export function Combobox(props: ComboboxProps) {
  const { label, value, onChange, icon, end, hint, error } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const { parts, plain } = useField(input)
  const { button, press } = usePress(parts !== undefined)
  /** Names were asked for, by typing or with the arrow, before they could be offered: they open as they come. */
  const asked = useRef(false)
  const note = error ?? hint
  const shared = {
    id,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': note === undefined ? undefined : `${id}-note`,
    spellCheck: false,
  }
  return (
    <div>
      <label className="lbl-t" htmlFor={id}>
        {label}
      </label>
      {parts === undefined ? (
        <div className="field" data-invalid={error === undefined ? undefined : ''}>
          {icon !== undefined && <Icon name={icon} />}
          <input
            {...shared}
            {...plain}
            value={value}
            onChange={(event) => {
              asked.current = true
              onChange(event.target.value)
            }}
            onKeyDown={({ key }) => {
              if (key === 'ArrowDown' || key === 'Escape') asked.current = key === 'ArrowDown'
            }}
          />
          {end !== undefined && <span className="hint nowrap">{end}</span>}
          <button type="button" tabIndex={-1} className="drop" aria-label={`Known names: ${label}`} onClick={press}>
            <Icon name="down" />
          </button>
        </div>
      ) : (
        <parts.Combobox combobox={props} input={{ ...shared, ref: input }} buttonRef={button} opened={asked.current} />
      )}
      {note !== undefined && (
        <p id={`${id}-note`} className={error === undefined ? 'hint' : 'hint bad'}>
          {note}
        </p>
      )}
    </div>
  )
}

/** The list that was asked for before it could open, opens when it can. */
function usePress(ready: boolean) {
  const button = useRef<HTMLButtonElement>(null)
  const [pressed, setPressed] = useState(false)
  useEffect(() => {
    if (!ready || !pressed) return
    setPressed(false)
    button.current?.click()
  }, [ready, pressed])
  function press() {
    setPressed(true)
    fields.come().catch(() => setPressed(false))
  }
  return { button, press }
}
