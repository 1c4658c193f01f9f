'use client'
import { type RefObject, useEffect, useRef } from 'react'
import { isTyping } from '@/components/shell/keys/typing.ts'

/** `j` `k` walk the changes by their first link, `n` shows what was held back. */
export function useActivityKeys(rows: RefObject<HTMLElement | null>, onNew: () => void): void {
  const latest = useRef(onNew)
  useEffect(() => {
    latest.current = onNew
  })
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return
      if (event.key === 'n') latest.current()
      else if (event.key === 'j') walk(rows.current, 1)
      else if (event.key === 'k') walk(rows.current, -1)
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [rows])
}

function walk(rows: HTMLElement | null, by: 1 | -1): void {
  const links = [...(rows?.querySelectorAll<HTMLElement>('li p > a:first-of-type') ?? [])]
  const row = document.activeElement?.closest('li')
  const at = links.findIndex((link) => link.closest('li') === row)
  links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
}
