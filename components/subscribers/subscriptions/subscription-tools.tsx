'use client'
import { useRef } from 'react'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { Select } from '@/components/ui/overlay/select.tsx'
import type { Subscription } from '@/lib/api.ts'
import { behind, type STANDINGS } from '@/lib/filters/subscriptions.ts'
import { termValue, withTerm } from '@/lib/filters/terms.ts'
import { type SubscriptionSearch, searchSubscriptions } from '@/lib/queries/subscriptions.ts'
import { type ListFilter, ListTools } from '../list-tools.tsx'

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

interface SubscriptionToolsProps extends ListFilter {
  /** What of it is asked for. */
  search: SubscriptionSearch
}

/** The first filter of its page: `/` goes to it. */
export function SubscriptionTools({ search, ...list }: SubscriptionToolsProps) {
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)
  const { queue } = search
  return (
    <ListTools
      of="subscriptions"
      placeholder={queue === null ? 'Filter: queue:orders, behind:>100' : 'Filter: state:failing, behind:>100'}
      inputRef={input}
      {...list}
      file={queue === null ? 'subscriptions' : `${queue}-subscriptions`}
      page={(cursor, signal) => searchSubscriptions(search, cursor, signal)}
      exported={exported}
    >
      <Select
        label="State"
        value={stateOf(list.text)}
        options={STATES}
        onChange={(next) => list.onFilter(withTerm(list.text, 'state', next === '' ? null : next))}
      />
    </ListTools>
  )
}

function stateOf(filter: string): StateChoice {
  const wanted = termValue(filter, 'state')
  return STATES.find(({ value }) => value === wanted)?.value ?? ''
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
