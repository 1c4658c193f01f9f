import type { Row as TableRow } from '@tanstack/react-table'
import type { Row } from '../rows/book.ts'
import type { features } from './columns.tsx'
import { type GridTable, isFirstOfGroup } from './grid-head.tsx'
import { cellFor } from './subscribers.ts'

interface GridRowProps {
  table: GridTable
  row: TableRow<typeof features, Row>
  /** As `aria-rowindex` counts: from 1, with the heads. */
  index: number
  open: boolean
  /** The column that takes the keyboard when the grid gets it; `null` where another row does. */
  focusColumn: number | null
}

/** One message. Exceptions stand out: tinted for retrying and dead, outlined for missed. */
export function GridRow({ table, row, index, open, focusColumn }: GridRowProps) {
  const cells = row.getAllCells()
  return (
    <tr aria-rowindex={index} aria-selected={open} className={rowClass(open, row.original.gone)}>
      {cells.map((cell, column) => (
        <td
          key={cell.id}
          data-row={row.id}
          data-column={column}
          tabIndex={focusColumn === column ? 0 : -1}
          className={cellClass(row.original, cell.column.id, cells[column - 1]?.column.id)}
        >
          <table.FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  )
}

function rowClass(open: boolean, gone: boolean): string | undefined {
  return open ? 'sel' : gone ? 'gone' : undefined
}

const OWN: Readonly<Record<string, string>> = {
  age: 'num muted',
  event: 'ellipsis',
  key: 'mono soft ellipsis',
  payload: 'mono muted ellipsis',
  what: 'twolines',
}
const HOT: readonly string[] = ['retrying', 'dead', 'missed']

function cellClass(row: Row, id: string, before: string | undefined): string {
  const state = cellFor(row.message, id)?.state
  const hot = state !== undefined && HOT.includes(state) ? `hot-${state}` : ''
  return [OWN[id] ?? '', hot, isFirstOfGroup(id, before) ? 'sep' : ''].filter(Boolean).join(' ')
}
