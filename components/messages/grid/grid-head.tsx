import type { ReactTable } from '@tanstack/react-table'
import { memo } from 'react'
import type { Row } from '../rows/book.ts'
import type { features } from './columns.tsx'

type GridTable = ReactTable<typeof features, Row>

interface GridHeadProps {
  table: GridTable
  /** Other ones make other heads. */
  columns: readonly unknown[]
  list: boolean
}

/** Two rows of heads: the two ways of delivery, then the columns. Both stay in view. A list has the second alone. */
export const GridHead = memo(function GridHead({ table, list }: GridHeadProps) {
  const [groups, columns] = table.getHeaderGroups()
  return (
    <thead>
      {!list && (
        <tr>
          {groups?.headers.map((header) =>
            header.column.id === 'message' ? (
              <td key={header.id} colSpan={header.colSpan} className="grp" />
            ) : (
              <th key={header.id} scope="colgroup" colSpan={header.colSpan} className={groupClass(header.column.id)}>
                <span>
                  <table.FlexRender header={header} />
                </span>
              </th>
            ),
          )}
        </tr>
      )}
      <tr>
        {columns?.headers.map((header, index) => (
          <th
            key={header.id}
            scope="col"
            className={headClass(header.column.id, columns.headers[index - 1]?.column.id, list)}
            aria-sort={header.column.id === 'seq' ? 'descending' : undefined}
          >
            <table.FlexRender header={header} />
          </th>
        ))}
      </tr>
    </thead>
  )
})

function groupClass(id: string): string {
  return id === 'realtime' ? 'grp rt sep' : 'grp sep'
}

function headClass(id: string, before: string | undefined, list: boolean): string {
  return [list ? 'colh low' : 'colh', id === 'age' ? 'num' : '', isFirstOfGroup(id, before) ? 'sep' : '']
    .filter(Boolean)
    .join(' ')
}

/** A hairline stands before the first column of each group of subscribers. */
export function isFirstOfGroup(id: string, before: string | undefined): boolean {
  const group = id.split(':', 1)[0]
  return id.includes(':') && group !== before?.split(':', 1)[0]
}
