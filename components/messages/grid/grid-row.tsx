import { FlexRender, type Row as TableRow } from '@tanstack/react-table'
import { memo } from 'react'
import type { Row } from '../rows/book.ts'
import type { features } from './columns.tsx'
import { isFirstOfGroup } from './grid-head.tsx'
import { cellFor } from './subscribers.ts'

interface GridRowProps {
  row: TableRow<typeof features, Row>
  /** Other ones make other cells. */
  columns: readonly unknown[]
  /** As `aria-rowindex` counts: from 1, with the heads. */
  index: number
  open: boolean
  /** The column that takes the keyboard when the grid gets it; `null` where another row does. */
  focusColumn: number | null
}

/**
 * One message. Exceptions stand out: tinted for retrying and dead, outlined for missed. It is drawn again where it would
 * look another way, and not because its neighbours came or went: at each step of a scroll, nearly all rows stay.
 */
export const GridRow = memo(function GridRow({ row, index, open, focusColumn }: GridRowProps) {
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
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  )
}, looksTheSame)

function looksTheSame(before: GridRowProps, after: GridRowProps): boolean {
  const [was, is] = [before.row.original, after.row.original]
  return (
    was.key === is.key &&
    was.message === is.message &&
    was.gone === is.gone &&
    before.columns === after.columns &&
    before.index === after.index &&
    before.open === after.open &&
    before.focusColumn === after.focusColumn
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
