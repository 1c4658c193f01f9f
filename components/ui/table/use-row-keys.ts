'use client'
import { type RefObject, useEffect } from 'react'
import { isTyping } from '@/components/shell/keys/typing.ts'

/** `j` and `k` move to the next and the previous row's first link, from wherever the focus is; Enter is then the link's own. */
export function useRowKeys(table: RefObject<HTMLTableElement | null>): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return
      if (event.key !== 'j' && event.key !== 'k') return
      if (move(table.current, event.key === 'j' ? 1 : -1)) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [table])
}

/** `false` where this table is not the one to move in: another one has the focus, or it has no rows. */
function move(table: HTMLTableElement | null, by: 1 | -1): boolean {
  const active = document.activeElement
  const other = active?.closest('table')
  if (table === null || (other !== null && other !== undefined && other !== table)) return false
  const links = [...table.querySelectorAll<HTMLElement>('tbody th[scope="row"] a')]
  const row = active?.closest('tr')
  const at = links.findIndex((link) => link.closest('tr') === row)
  const next = links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]
  next?.focus()
  return next !== undefined
}
