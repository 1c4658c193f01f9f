'use client'
import { SavedFilters } from '@/components/shell/filters/saved-filters.tsx'
import { ExportMenu } from '@/components/ui/export-menu.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { Select } from '@/components/ui/overlay/select.tsx'
import type { Connection } from '@/lib/api.ts'
import { everyPage } from '@/lib/export.ts'
import { heldBy, SLOW_BYTES } from '@/lib/filters/connections.ts'
import { readTerms, writeTerms } from '@/lib/filters/terms.ts'
import { type ConnectionSearch, searchConnections } from '@/lib/queries/connections.ts'

const KINDS = [
  { value: '', word: 'Everybody' },
  { value: 'held:>0', word: 'Holds something' },
  { value: `unsent:>=${SLOW_BYTES}`, word: 'Slow' },
  { value: 'transport:polling', word: 'Polling' },
] as const
type Kind = (typeof KINDS)[number]['value']

interface ConnectionToolsProps {
  /** The filter as it was typed. */
  text: string
  /** What of it is asked for. */
  search: ConnectionSearch
  onFilter: (next: string) => void
  problems: readonly string[]
  total: number
}

/** The filter as text and as controls, kept ones, and the export of what it matches. */
export function ConnectionTools({ text, search, onFilter, problems, total }: ConnectionToolsProps) {
  return (
    <div className="cardtools">
      <FilterField
        slim
        label="Filter connections"
        placeholder="Filter: room:alert, client:ui-*"
        value={text}
        onChange={(next) => onFilter(next)}
        problems={problems}
      />
      <Select
        label="Which connections"
        value={kindOf(text)}
        options={KINDS}
        onChange={(next) => onFilter(withKind(text, next))}
      />
      <SavedFilters page="connections" value={text} onPick={(kept) => onFilter(kept)} />
      <ExportMenu
        name="connections"
        rows={async (run) => {
          const rows = await everyPage(run, (cursor, signal) => searchConnections(search, cursor, signal), total)
          return rows.map(exported)
        }}
      />
    </div>
  )
}

function kindOf(filter: string): Kind {
  const terms = readTerms(filter).terms.map(({ field, value }) => `${field}:${value}`)
  return KINDS.find(({ value }) => value !== '' && terms.includes(value))?.value ?? ''
}

function withKind(filter: string, kind: Kind): string {
  const { terms, bare } = readTerms(filter)
  const others = terms.filter(({ field, value }) => !KINDS.some((one) => one.value === `${field}:${value}`))
  return [writeTerms(others), ...bare, kind].filter((part) => part !== '').join(' ')
}

function exported({ sockets, ...row }: Connection) {
  return { ...row, inFlight: heldBy(row), namespaces: sockets.map(({ queue, rooms }) => ({ queue, rooms })) }
}
