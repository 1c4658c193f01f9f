'use client'
import type { ReactNode, RefObject } from 'react'
import { SavedFilters } from '@/components/shell/filters/saved-filters.tsx'
import { ExportMenu } from '@/components/ui/export-menu.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { type ExportRow, everyPage } from '@/lib/export.ts'

/** What a card's tools are about. */
export interface ListFilter {
  /** The filter as it was typed. */
  text: string
  onFilter: (next: string) => void
  problems: readonly string[]
  /** How many it matches. */
  total: number
}

interface ListToolsProps<Row> extends ListFilter {
  of: 'subscriptions' | 'connections'
  placeholder: string
  /** For the one that a key goes to; another is slim. */
  inputRef?: RefObject<HTMLInputElement | null>
  /** What an exported file is called. */
  file: string
  /** The pages of what the filter matches, and a row of theirs in a file. */
  page: Parameters<typeof everyPage<Row>>[1]
  exported: (row: Row) => ExportRow
  /** The filter as a control. */
  children: ReactNode
}

/** The filter as text and as a control, kept ones, and the export of what it matches. */
export function ListTools<Row>(props: ListToolsProps<Row>) {
  const { of, placeholder, inputRef, text, onFilter, problems, file, total, page, exported, children } = props
  return (
    <div className="cardtools">
      <FilterField
        slim={inputRef === undefined}
        label={`Filter ${of}`}
        placeholder={placeholder}
        value={text}
        onChange={onFilter}
        problems={problems}
        {...(inputRef !== undefined && { inputRef })}
      />
      {children}
      <SavedFilters page={of} value={text} onPick={onFilter} />
      <ExportMenu name={file} rows={async (run) => (await everyPage(run, page, total)).map(exported)} />
    </div>
  )
}
