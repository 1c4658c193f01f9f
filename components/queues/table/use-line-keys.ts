'use client'
import { type RefObject, useEffect, useRef } from 'react'
import { isTyping } from '@/components/shell/keys/typing.ts'
import type { Line } from './line.ts'
import type { QueueTableProps } from './props.ts'

type Keys = Pick<QueueTableProps, 'lines' | 'tree' | 'selected' | 'onSelect' | 'onToggle'> & {
  scrollTo: (index: number) => void
}

/**
 * `j` and `k` walk the rows from wherever the focus is, `x` selects; Enter is the link's own. In a tree arrows do as in
 * every tree: down and up walk, right unfolds or goes in, left folds or goes out.
 */
export function useLineKeys(scroller: RefObject<HTMLElement | null>, keys: Keys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return
      if (scroller.current !== null && handle(scroller.current, latest.current, event.key)) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [scroller])
}

function handle(scroller: HTMLElement, keys: Keys, key: string): boolean {
  const row = document.activeElement?.closest<HTMLElement>('tr[data-key]')
  const at = row !== null && row !== undefined && scroller.contains(row) ? Number(row.dataset.index) : -1
  if (key === 'j' || key === 'k') return go(scroller, keys, at === -1 ? 0 : at + (key === 'j' ? 1 : -1))
  const line = keys.lines[at]
  if (line === undefined) return false
  if (key === 'x') return select(keys, line)
  return keys.tree && arrow(scroller, keys, key, at, line)
}

function select({ selected, onSelect }: Keys, { queue }: Line): boolean {
  if (queue !== null) onSelect(queue, !selected.has(queue.name))
  return queue !== null
}

function arrow(scroller: HTMLElement, keys: Keys, key: string, at: number, line: Line): boolean {
  const { place } = line
  switch (key) {
    case 'ArrowDown':
      return go(scroller, keys, at + 1)
    case 'ArrowUp':
      return go(scroller, keys, at - 1)
    case 'Home':
      return go(scroller, keys, 0)
    case 'End':
      return go(scroller, keys, keys.lines.length - 1)
    case 'ArrowRight':
      if (place?.open === false) keys.onToggle(line)
      else if (place?.open === true) return go(scroller, keys, at + 1)
      return true
    case 'ArrowLeft':
      if (place?.open === true) keys.onToggle(line)
      else if (place !== null && place.parent !== null)
        return go(
          scroller,
          keys,
          keys.lines.findIndex((one) => one?.key === place.parent),
        )
      return true
    default:
      return false
  }
}

/** Brings a row into view and the focus onto its name. */
function go(scroller: HTMLElement, { lines, scrollTo }: Keys, index: number): boolean {
  if (index < 0 || index >= lines.length) return index >= -1
  scrollTo(index)
  focusRow(scroller, index, 2)
  return true
}

/** A row far away is drawn in the next frame, or the one after. */
function focusRow(scroller: HTMLElement, index: number, frames: number): void {
  const anchor = scroller.querySelector<HTMLElement>(`tr[data-index="${index}"] [data-anchor]`)
  if (anchor !== null) anchor.focus({ preventScroll: true })
  else if (frames > 0) requestAnimationFrame(() => focusRow(scroller, index, frames - 1))
}
