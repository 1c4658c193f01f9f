'use client'
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'

/** The cell that the keyboard is on: a row's key and a column's number. */
export interface Cursor {
  readonly row: string
  readonly column: number
}

interface Bounds {
  readonly rows: readonly { readonly key: string }[]
  readonly columns: number
  /** Brings a row into view, so that its cell exists and can take the focus. */
  readonly scrollTo: (index: number) => void
  readonly onOpen: (cursor: Cursor) => void
}

/** Rows that Page Up and Page Down step over. */
const PAGE = 12

/** Arrows move cell by cell, Home and End along the row, Page Up and Page Down far, Enter opens. */
export function useCursor(table: RefObject<HTMLTableElement | null>, bounds: Bounds) {
  const [cursor, setCursor] = useState<Cursor | null>(null)
  const wantsFocus = useRef(false)
  const latest = useRef(bounds)
  useEffect(() => {
    latest.current = bounds
  })

  // The row may only be drawn after scrolling to it, so this runs after each draw until the cell is there.
  useEffect(() => {
    if (!wantsFocus.current || cursor === null) return
    const cell = table.current?.querySelector<HTMLElement>(cellSelector(cursor))
    if (cell === null || cell === undefined) return
    wantsFocus.current = false
    cell.focus({ preventScroll: true })
  })

  const goTo = useCallback((next: Cursor, focus = true) => {
    const index = latest.current.rows.findIndex((row) => row.key === next.row)
    if (index === -1) return
    latest.current.scrollTo(index)
    wantsFocus.current = focus
    setCursor(next)
  }, [])

  function onKeyDown(event: KeyboardEvent) {
    const from = cursor ?? firstOf(bounds)
    if (from === null || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') bounds.onOpen(from)
    else {
      const next = moved(from, event.key, bounds)
      if (next === null) return
      goTo(next)
    }
    event.preventDefault()
  }
  return { cursor, goTo, setCursor, onKeyDown }
}

function firstOf(bounds: Bounds): Cursor | null {
  const first = bounds.rows[0]
  return first === undefined ? null : { row: first.key, column: 0 }
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-PAGE, 0],
  PageDown: [PAGE, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
}

/** Where a key leads from a cell; `null` for keys that lead nowhere. */
export function moved(from: Cursor, key: string, bounds: Pick<Bounds, 'rows' | 'columns'>): Cursor | null {
  const step = STEPS[key]
  if (step === undefined) return null
  const index = bounds.rows.findIndex((row) => row.key === from.row)
  const row = bounds.rows[within(index + step[0], bounds.rows.length)]
  return row === undefined ? null : { row: row.key, column: within(from.column + step[1], bounds.columns) }
}

function within(value: number, length: number): number {
  return Math.min(Math.max(0, length - 1), Math.max(0, value))
}

function cellSelector(cursor: Cursor): string {
  return `[data-row="${CSS.escape(cursor.row)}"][data-column="${cursor.column}"]`
}
