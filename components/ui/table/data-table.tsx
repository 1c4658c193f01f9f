'use client'
import { createColumnHelper, metaHelper, type TableOptions, tableFeatures, useTable } from '@tanstack/react-table'
import { Fragment, type ReactNode, useRef } from 'react'
import { CHUNK_ROWS, Chunk } from './chunk.tsx'
import { useRowKeys } from './use-row-keys.ts'

/** How a column looks, and how it is called on a phone, where there is no head. */
export interface ColumnLook {
  readonly num?: boolean
  /** The label before the value on a phone. */
  readonly label?: string
  /** Left out on a phone. */
  readonly wideOnly?: boolean
  readonly className?: string
  /** The names of its orders in the URL; `down` is largest or last first. */
  readonly sort?: { readonly up?: string; readonly down?: string }
}

export const dataFeatures = tableFeatures({ columnMeta: metaHelper<ColumnLook>() })

/** Columns of a table of `Row`s; the first one names the row. */
export function columnHelper<Row extends object>() {
  return createColumnHelper<typeof dataFeatures, Row>()
}

interface DataTableProps<Row extends object> {
  label: string
  columns: TableOptions<typeof dataFeatures, Row>['columns']
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The order that the rows are in, and how to ask for another one. */
  sort?: string
  onSort?: (next: string) => void
  /** How many rows there are in all, where more of them can be fetched. */
  total?: number
  /** What stands below a row while it is open: further rows. */
  detail?: (row: Row) => ReactNode
  className?: string
}

/** A real table with a sticky head. `j` and `k` walk the rows by their first link. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, sort, onSort, total, detail, className } = props
  const element = useRef<HTMLTableElement>(null)
  const table = useTable({ features: dataFeatures, columns, data: rows, getRowId: rowKey })
  const all = table.getRowModel().rows
  useRowKeys(element)
  return (
    <table
      ref={element}
      className={className}
      aria-label={label}
      aria-rowcount={total === undefined ? undefined : total + 1}
    >
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const look = header.column.columnDef.meta
              const way = sortedWay(look, sort)
              return (
                <th key={header.id} scope="col" className={look?.num ? 'num' : undefined} aria-sort={way}>
                  <Sorter look={look} way={way} onSort={onSort}>
                    <table.FlexRender header={header} />
                  </Sorter>
                </th>
              )
            })}
          </tr>
        ))}
      </thead>
      {chunksOf(all).map((chunk, index) => (
        <Chunk key={partKey(index)} columns={columns.length} guessPx={chunk.length * ROW_PX} first={index === 0}>
          {() =>
            chunk.map((row) => (
              <Fragment key={row.id}>
                <tr aria-rowindex={total === undefined ? undefined : row.index + 2}>
                  {row.getAllCells().map((cell, place) => {
                    const look = cell.column.columnDef.meta
                    const content = <table.FlexRender cell={cell} />
                    if (place === 0) {
                      return (
                        <th key={cell.id} scope="row" className={look?.className}>
                          {content}
                        </th>
                      )
                    }
                    return (
                      <td key={cell.id} className={cellClass(look)} data-l={look?.label}>
                        {content}
                      </td>
                    )
                  })}
                </tr>
                {detail?.(row.original)}
              </Fragment>
            ))
          }
        </Chunk>
      ))}
    </table>
  )
}

/** By place: rows that come in on top move through the parts, and no part is made anew for them. */
const partKey = (index: number): string => `part-${index}`

/** Rows of 36 px and their line. */
const ROW_PX = 37

/** In parts of so many that come and go together; a table without rows has one empty part. */
function chunksOf<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const chunks: Row[][] = []
  for (let at = 0; at < rows.length; at += CHUNK_ROWS) chunks.push(rows.slice(at, at + CHUNK_ROWS))
  return chunks
}

interface SorterProps {
  look: ColumnLook | undefined
  way: 'ascending' | 'descending' | undefined
  onSort: ((next: string) => void) | undefined
  children: ReactNode
}

/** The head as a button where the column can be sorted by; pressing it again turns the order round. */
function Sorter({ look, way, onSort, children }: SorterProps) {
  const { up, down } = look?.sort ?? {}
  const next = (way === 'descending' ? up : down) ?? down ?? up
  if (onSort === undefined || next === undefined) return children
  return (
    <button type="button" className="sorter" onClick={() => onSort(next)}>
      {children}
    </button>
  )
}

function sortedWay(look: ColumnLook | undefined, sort: string | undefined): 'ascending' | 'descending' | undefined {
  if (sort === undefined || look?.sort === undefined) return undefined
  if (look.sort.up === sort) return 'ascending'
  return look.sort.down === sort ? 'descending' : undefined
}

function cellClass(look: ColumnLook | undefined): string | undefined {
  const parts = [look?.num ? 'num' : '', look?.wideOnly ? 'hide' : '', look?.className ?? '']
  return parts.filter((part) => part !== '').join(' ') || undefined
}
