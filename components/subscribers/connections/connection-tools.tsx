'use client'
import { Select } from '@/components/ui/overlay/select.tsx'
import type { Connection } from '@/lib/api.ts'
import { heldBy, SLOW_BYTES } from '@/lib/filters/connections.ts'
import { readTerms, writeTerms } from '@/lib/filters/terms.ts'
import { type ConnectionSearch, searchConnections } from '@/lib/queries/connections.ts'
import { type ListFilter, ListTools } from '../list-tools.tsx'

const KINDS = [
  { value: '', word: 'Everybody' },
  { value: 'held:>0', word: 'Holds something' },
  { value: `unsent:>=${SLOW_BYTES}`, word: 'Slow' },
  { value: 'transport:polling', word: 'Polling' },
] as const
type Kind = (typeof KINDS)[number]['value']

interface ConnectionToolsProps extends ListFilter {
  /** What of it is asked for. */
  search: ConnectionSearch
}

export function ConnectionTools({ search, ...list }: ConnectionToolsProps) {
  return (
    <ListTools
      of="connections"
      placeholder="Filter: room:alert, client:ui-*"
      {...list}
      file="connections"
      page={(cursor, signal) => searchConnections(search, cursor, signal)}
      exported={exported}
    >
      <Select
        label="Which connections"
        value={kindOf(list.text)}
        options={KINDS}
        onChange={(next) => list.onFilter(withKind(list.text, next))}
      />
    </ListTools>
  )
}

function kindOf(filter: string): Kind {
  const terms = readTerms(filter).terms.map(({ field, value }) => `${field}:${value}`)
  return KINDS.find(({ value }) => value !== '' && terms.includes(value))?.value ?? ''
}

function withKind(filter: string, kind: Kind): string {
  const { terms, bare } = readTerms(filter)
  const others = terms.filter(({ field, value }) => !KINDS.some((one) => one.value === `${field}:${value}`))
  return `${writeTerms(others, bare)} ${kind}`.trim()
}

function exported({ sockets, ...row }: Connection) {
  return { ...row, inFlight: heldBy(row), namespaces: sockets.map(({ queue, rooms }) => ({ queue, rooms })) }
}
