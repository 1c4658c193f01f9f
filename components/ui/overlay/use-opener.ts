'use client'
import { cloneElement, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { useLater } from './later.ts'
import { popups } from './parts.ts'
import type { Trigger } from './props.ts'

type Popups = NonNullable<ReturnType<typeof popups.now>>
/** A click, or the key that was pressed. */
type Press = { readonly key: string | null }

export interface Opener {
  /** What opens, once it was asked for and is here. */
  readonly parts: Popups | undefined
  /** Goes to the button that takes the place of the first one. */
  readonly button: RefObject<HTMLButtonElement | null>
  /** The button as it stands until then. */
  readonly plain: (trigger: Trigger, popup: 'menu' | 'listbox' | 'dialog') => Trigger
}

/** A button stands alone until it is pressed; then what it opens takes its place, and the press is done again there. */
export function useOpener(opens: (key: string) => boolean): Opener {
  const [press, setPress] = useState<Press | null>(null)
  const here = useLater(popups)
  const parts = press === null ? undefined : here
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (press !== null) popups.come().catch(() => setPress(null))
  }, [press])
  useEffect(() => {
    if (parts !== undefined && press !== null) again(button.current, press)
  }, [parts, press])
  function plain(trigger: Trigger, popup: 'menu' | 'listbox' | 'dialog'): Trigger {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !opens(event.key)) return
      event.preventDefault()
      event.stopPropagation()
      setPress((was) => was ?? { key: event.key })
    }
    const onClick = () => setPress((was) => was ?? { key: null })
    return cloneElement(trigger, { 'aria-haspopup': popup, 'aria-expanded': false, onClick, onKeyDown })
  }
  return { parts, button, plain }
}

function again(button: HTMLButtonElement | null, { key }: Press): void {
  if (button === null) return
  button.focus({ preventScroll: true })
  if (key === null) button.click()
  else button.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}
