'use client'
import { type ComponentProps, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { useLater } from './later.ts'
import { fields } from './parts.ts'

export type Fields = NonNullable<ReturnType<typeof fields.now>>

interface Field {
  /** What offers names, once it is here and nothing is being composed in the plain field. */
  readonly parts: Fields | undefined
  /** What the plain field needs beside its value. */
  readonly plain: ComponentProps<'input'>
}

/** A plain field is typed into until the one that offers names has come, which goes on with its focus and its caret. */
export function useField(input: RefObject<HTMLInputElement | null>): Field {
  const here = useLater(fields)
  const [composing, setComposing] = useState(false)
  const parts = composing ? undefined : here
  const caret = useRef<readonly [number | null, number | null] | null>(null)
  const was = useRef(parts)
  // Read while the plain field still stands: once the other one is drawn, focus is gone.
  if (was.current !== parts && input.current !== null && input.current === document.activeElement)
    caret.current = [input.current.selectionStart, input.current.selectionEnd]
  useLayoutEffect(() => {
    was.current = parts
    if (parts === undefined || caret.current === null) return
    input.current?.focus({ preventScroll: true })
    input.current?.setSelectionRange(...caret.current)
    caret.current = null
  }, [parts, input])
  const plain = {
    ref: input,
    role: 'combobox',
    autoComplete: 'off',
    'aria-autocomplete': 'list',
    'aria-expanded': false,
    'aria-haspopup': 'listbox',
    onFocus: () => void fields.come().catch(() => undefined),
    onCompositionStart: () => setComposing(true),
    onCompositionEnd: () => setComposing(false),
  } as const
  return { parts, plain }
}
