'use client'
import { type RefObject, useEffect } from 'react'
import { isTyping } from '@/components/shell/keys/typing.ts'

/** `/` goes to a page's filter field. */
export function useSlashKey(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.key !== '/' || event.defaultPrevented || event.metaKey || event.ctrlKey || isTyping(event)) return
      input.current?.focus()
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [input])
}
