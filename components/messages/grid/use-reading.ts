'use client'
import { type RefObject, useCallback, useEffect, useRef } from 'react'

interface Signs {
  readonly pointer: boolean
  readonly focus: boolean
}

/**
 * Somebody reads while the pointer or the keyboard is on the rows, while they are scrolled, or while text of them is
 * selected: a selection stays when the pointer goes to copy it. Call the answer with what the pointer did, or when the rows were scrolled.
 */
export function useReading(
  element: RefObject<HTMLElement | null>,
  onReading: (reading: boolean) => void,
): (change: Partial<Signs>) => void {
  const signs = useRef<Signs>({ pointer: false, focus: false })
  const latest = useRef(onReading)
  useEffect(() => {
    latest.current = onReading
  })
  const look = useCallback(
    (change: Partial<Signs>) => {
      signs.current = { ...signs.current, ...change }
      const { pointer, focus } = signs.current
      const scrolled = (element.current?.scrollTop ?? 0) > 0
      latest.current(pointer || focus || scrolled || isSelected(element.current))
    },
    [element],
  )
  useEffect(() => {
    const onSelect = () => look({})
    const onFocus = ({ target }: FocusEvent) => look({ focus: isInside(element.current, target) })
    const onBlur = ({ relatedTarget }: FocusEvent) => look({ focus: isInside(element.current, relatedTarget) })
    document.addEventListener('selectionchange', onSelect)
    document.addEventListener('focusin', onFocus)
    document.addEventListener('focusout', onBlur)
    return () => {
      document.removeEventListener('selectionchange', onSelect)
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('focusout', onBlur)
    }
  }, [element, look])
  return look
}

function isInside(element: HTMLElement | null, target: EventTarget | null): boolean {
  return element !== null && target instanceof Node && element.contains(target)
}

function isSelected(element: HTMLElement | null): boolean {
  const selection = document.getSelection()
  if (element === null || selection === null || selection.isCollapsed) return false
  return selection.rangeCount > 0 && selection.getRangeAt(0).intersectsNode(element)
}
