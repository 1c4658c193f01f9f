'use client'
import { useRef } from 'react'
import { SavedFilters } from '@/components/shell/filters/saved-filters.tsx'
import { ExportMenu } from '@/components/ui/export-menu.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { Select } from '@/components/ui/overlay/select.tsx'
import type { Subscription } from '@/lib/api.ts'
import { everyPage } from '@/lib/export.ts'
import { behind, type STANDINGS } from '@/lib/filters/subscriptions.ts'
import { readTerms, writeTerms } from '@/lib/filters/terms.ts'
import { type SubscriptionSearch, searchSubscriptions } from '@/lib/queries/subscriptions.ts'

const STATES = [
  { value: '', word: 'Any state' },
  { value: 'failing', word: 'Failing' },
  { value: 'full', word: 'Full' },
  { value: 'nobody', word: 'Nobody connected' },
  { value: 'idle', word: 'Idle' },
  { value: 'paused', word: 'Queue paused' },
  { value: 'catchingUp', word: 'Catching up' },
  { value: 'caughtUp', word: 'Caught up' },
] as const satisfies readonly { value: '' | (typeof STANDINGS)[number]; word: string }[]
type StateChoice = (typeof STATES)[number]['value']

interface SubscriptionToolsProps {
  /** The filter as it was typed. */
  text: string
  /** What of it is asked for. */
  search: SubscriptionSearch
  onFilter: (next: string) => void
  problems: readonly string[]
  total: number
}

/** The filter as text and as controls, kept ones, and the export of what it matches. */
export function SubscriptionTools({ text, search, onFilter, problems, total }: SubscriptionToolsProps) {
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)
  const { queue } = search
  return (
    <div className="cardtools">
      <FilterField
        label="Filter subscriptions"
        placeholder={queue === null ? 'Filter: queue:orders, behind:>100' : 'Filter: state:failing, behind:>100'}
        value={text}
        onChange={(next) => onFilter(next)}
        problems={problems}
        inputRef={input}
      />
      <Select
        label="State"
        value={stateOf(text)}
        options={STATES}
        onChange={(next) => onFilter(withState(text, next))}
      />
      <SavedFilters page="subscriptions" value={text} onPick={(kept) => onFilter(kept)} />
      <ExportMenu
        name={queue === null ? 'subscriptions' : `${queue}-subscriptions`}
        rows={async (run) => {
          const rows = await everyPage(run, (cursor, signal) => searchSubscriptions(search, cursor, signal), total)
          return rows.map(exported)
        }}
      />
    </div>
  )
}

function stateOf(filter: string): StateChoice {
  const wanted = readTerms(filter).terms.find(({ field }) => field === 'state')?.value
  return STATES.find(({ value }) => value === wanted)?.value ?? ''
}

function withState(filter: string, state: StateChoice): string {
  const { terms, bare } = readTerms(filter)
  const others = terms.filter(({ field }) => field !== 'state')
  const all = state === '' ? others : [...others, { field: 'state', value: state }]
  return [writeTerms(all), ...bare].filter((part) => part !== '').join(' ')
}

function exported(row: Subscription) {
  const { holders, consumers, skips: _skips, trend: _trend, rates, ...rest } = row
  return {
    ...rest,
    behind: behind(row),
    ackedPerSecond: rates.acked,
    deliveredPerSecond: rates.delivered,
    consumers: consumers.map((one) => one.client ?? one.connection),
    holds: holders.map((one) => ({ client: one.client ?? one.connection, seqs: one.seqs, sinceMs: one.sinceMs })),
  }
}
