'use client'
import { useTable } from '@tanstack/react-table'
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type RefObject, useMemo, useRef } from 'react'
import type { View } from '../filter/question.ts'
import type { InView } from '../rows/ahead.ts'
import type { Row } from '../rows/book.ts'
import { columnsOf, features, listColumns, type There } from './columns.tsx'
import { drawnRows } from './drawn.ts'
import { GridHead } from './grid-head.tsx'
import { GridRow } from './grid-row.tsx'
import { layoutOf, listLayout } from './layout.ts'
import type { Subscriber } from './subscribers.ts'
import { type Cursor, useCursor } from './use-cursor.ts'
import { useWidth } from './use-width.ts'

interface GridProps {
  label: string
  view: View
  rows: readonly Row[]
  subscribers: readonly Subscriber[]
  /** How many there are, with and without a column. */
  there: There
  /** The row whose message is open. */
  open: string | null
  /** `subscriber` is the column's, where the cell is a delivery. */
  onOpen: (row: Row, subscriber: Subscriber | null) => void
  scroller: RefObject<HTMLElement | null>
  /** Gives the row the focus back when the panel closes. */
  cursorRef: RefObject<((row: string) => void) | null>
  /** Rows above the first one that are not in memory: their room stays. */
  above: number
  onView: (view: InView) => void
}

/** `--row-dense` of the stylesheet, and where a row has two lines: rows of one height need no measuring. */
const ROW_HEIGHT = 32
const TWO_LINES_HEIGHT = 52
const HEAD_HEIGHT = { grid: 74, list: 32 } as const
/** Rows of heads, which `aria-rowindex` counts too. */
const HEADS = { grid: 2, list: 1 } as const

const NOBODY: readonly Subscriber[] = []

/** A table whose cells are walked by arrow keys is a grid; rows, heads and cells keep what they mean. */
const GRID = { role: 'grid' } as const

/** Messages by subscribers, or one line each: a real table of which only the rows in view are drawn. */
export function Grid(props: GridProps) {
  const { view, rows, above, scroller, open, onOpen, there } = props
  const subscribers = view === 'list' ? NOBODY : props.subscribers
  const element = useRef<HTMLTableElement>(null)
  const available = useWidth(scroller)
  const layout = useMemo(
    () => (view === 'list' ? listLayout(available) : layoutOf(subscribers, available)),
    [view, subscribers, available],
  )
  const columns = useMemo(
    () => (view === 'list' ? listColumns(layout.roomy) : columnsOf(subscribers, layout.roomy, there)),
    [view, subscribers, layout.roomy, there],
  )
  const rowHeight = view === 'list' && !layout.roomy ? TWO_LINES_HEIGHT : ROW_HEIGHT
  const way = useRef<'up' | 'down'>('down')
  const moved = useRef<Virtualizer<HTMLElement, Element>>(null)
  const table = useTable({ features, columns, data: rows, getRowId: (row) => row.key })
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    rangeExtractor: (range) => {
      if (moved.current?.scrollDirection != null)
        way.current = moved.current.scrollDirection === 'backward' ? 'up' : 'down'
      return drawnRows(range, way.current)
    },
    paddingStart: above * rowHeight,
    scrollPaddingStart: HEAD_HEIGHT[view],
    onChange: (instance) => {
      const { range, isScrolling, scrollOffset } = instance
      const top = Math.floor((scrollOffset ?? 0) / rowHeight)
      const [first, last] = [range?.startIndex ?? 0, range?.endIndex ?? 0]
      props.onView({ first, last, top, way: isScrolling ? way.current : null })
    },
  })
  moved.current = virtual
  const leaves = table.getAllLeafColumns()
  const own = leaves.length - subscribers.length
  const openAt = ({ row, column }: Cursor) => {
    const found = rows.find((one) => one.key === row)
    if (found !== undefined) onOpen(found, subscribers[column - own] ?? null)
  }
  const { cursor, goTo, onKeyDown } = useCursor(element, {
    rows,
    columns: leaves.length,
    scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
    onOpen: openAt,
  })
  props.cursorRef.current = (row) => goTo({ row, column: cursor?.column ?? 0 })

  function onClick(event: MouseEvent) {
    const at = cursorOf(event.target)
    // Who drags over a text wants to copy it.
    if (at === null || document.getSelection()?.isCollapsed === false) return
    goTo(at)
    openAt(at)
  }

  const items = virtual.getVirtualItems()
  const model = table.getRowModel().rows
  const focusRow = items.some((item) => rows[item.index]?.key === cursor?.row)
    ? cursor?.row
    : rows[items[0]?.index ?? 0]?.key
  return (
    <table
      ref={element}
      className={view === 'grid' ? 'dgrid' : layout.roomy ? 'dgrid list' : 'dgrid list tall'}
      {...GRID}
      aria-label={props.label}
      aria-rowcount={above + rows.length + HEADS[view]}
      style={{ minWidth: layout.least }}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <colgroup>
        {leaves.map((leaf) => (
          <col key={leaf.id} style={{ width: layout.widthOf(leaf.id) }} />
        ))}
      </colgroup>
      <GridHead table={table} columns={columns} list={view === 'list'} />
      <tbody>
        <Spacer height={items[0]?.start ?? 0} columns={leaves.length} />
        {items.map((item) => {
          const row = model[item.index]
          if (row === undefined) return null
          return (
            <GridRow
              key={row.id}
              row={row}
              columns={columns}
              index={above + item.index + HEADS[view] + 1}
              open={row.id === open}
              focusColumn={row.id === focusRow ? (row.id === cursor?.row ? cursor.column : 0) : null}
            />
          )
        })}
        <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} columns={leaves.length} />
      </tbody>
    </table>
  )
}

/** Stands for the rows that are not drawn, so that the scroll bar tells the truth. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr className="spacer">
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

function cursorOf(target: EventTarget): Cursor | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('td[data-row]') : null
  const { row, column } = cell?.dataset ?? {}
  return row === undefined || column === undefined ? null : { row, column: Number(column) }
}
