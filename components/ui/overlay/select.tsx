'use client'
import { Icon } from '../icon.tsx'
import { isArrow } from './menu.tsx'
import type { SelectProps } from './props.ts'
import { useOpener } from './use-opener.ts'

/** One of a list, in a popup. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { parts, button, plain } = useOpener(chooses)
  if (parts !== undefined) return <parts.Select {...props} buttonRef={button} />
  const word = props.options.find((option) => option.value === props.value)?.word
  const trigger = (
    <button type="button" className="btn" role="combobox" aria-expanded={false} aria-label={props.label}>
      <span>{word}</span>
      <Icon name="down" />
    </button>
  )
  return plain(trigger, 'listbox')
}

/** Arrows open the list; a letter chooses what begins with it. */
function chooses(key: string): boolean {
  return isArrow(key) || (key.length === 1 && key !== ' ')
}
