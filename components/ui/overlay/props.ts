import type { ReactElement, ReactNode, RefObject } from 'react'
import type { IconName } from '../icon.tsx'

/** The button that opens something. */
export type Trigger = ReactElement<Record<string, unknown>>

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** The safe button first, the deed last. */
  actions?: ReactNode
  /** Where focus starts: the safe button or the field. */
  initialFocus?: RefObject<HTMLElement | null>
  wide?: boolean
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: Trigger
  children: ReactNode
  align?: 'start' | 'end'
}

export interface MenuItemProps {
  onSelect: () => void
  children: ReactNode
  note?: ReactNode
}

export interface PopoverProps {
  /** The button that opens it. */
  trigger: Trigger
  className: string
  children: ReactNode
  /** Its name: seen at its top, or for those who do not see. */
  title?: ReactNode
  titleClass?: string
  label?: string
  side?: 'top' | 'bottom'
  sideOffset?: number
  /** Where what is in it can close it. */
  open?: boolean
  onOpenChange?: (next: boolean) => void
}

export interface Option<Value extends string> {
  readonly value: Value
  readonly word: string
}

export interface SelectProps<Value extends string> {
  label: string
  value: Value
  options: readonly Option<Value>[]
  onChange: (next: Value) => void
}

export interface Suggestion {
  readonly value: string
  /** A quiet word at the right: a count. */
  readonly note?: string
}

export interface ComboboxProps {
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
