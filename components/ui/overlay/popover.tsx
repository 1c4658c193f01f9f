'use client'
import type { PopoverProps } from './props.ts'
import { useOpener } from './use-opener.ts'

/** More about something, or a small form, beside its button. */
export function Popover(props: PopoverProps) {
  const { parts, button, plain } = useOpener(() => false)
  return parts === undefined ? plain(props.trigger, 'dialog') : <parts.Popover {...props} buttonRef={button} />
}
