'use client'
import type { RefObject } from 'react'
import { Segmented } from '@/components/ui/input/choice.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { Select } from '@/components/ui/overlay/select.tsx'
import { readTerms, writeTerms } from '@/lib/queries/terms.ts'
import { parseFilter } from './parse.ts'
import { RANGE_WORDS, RANGES, type Range, type Show } from './question.ts'

interface ToolbarProps {
  text: string
  show: Show
  range: Range
  onText: (next: string) => void
  onShow: (next: Show, text: string) => void
  onRange: (next: Range) => void
  inputRef: RefObject<HTMLInputElement | null>
}

const SHOW_OPTIONS = [
  { value: 'all', word: 'All' },
  { value: 'unsettled', word: 'Unsettled', title: 'Pending, in flight or retrying for somebody' },
  { value: 'failed', word: 'Failed', title: 'Retrying or dead for somebody' },
  { value: 'missed', word: 'Missed', title: 'Missed by somebody in real time' },
  { value: 'scheduled', word: 'Scheduled', title: 'Delayed, and not due yet' },
] as const

const RANGE_OPTIONS = RANGES.map((value) => ({ value, word: RANGE_WORDS[value] }))

/** Filter, quick choice, time. All three stand in the URL. */
export function Toolbar({ text, show, range, onText, onShow, onRange, inputRef }: ToolbarProps) {
  const { filter, problems } = parseFilter(text)
  // A typed state is neither of the quick choices, and choosing one takes the typed one out.
  const chosen: Show | '' = filter.state === undefined ? show : ''
  return (
    <div className="toolbar">
      <FilterField
        label="Filter messages"
        placeholder="Filter: state:missed, event:add, key:A-20931, text:c_4417"
        value={text}
        onChange={onText}
        problems={problems}
        inputRef={inputRef}
      />
      <Segmented<Show | ''>
        label="Show"
        value={chosen}
        options={SHOW_OPTIONS}
        onChange={(next) => next !== '' && onShow(next, withoutState(text))}
      />
      <Select label="Time range" value={range} options={RANGE_OPTIONS} onChange={onRange} />
    </div>
  )
}

function withoutState(text: string): string {
  const { terms } = readTerms(text)
  return terms.some((term) => term.field === 'state')
    ? writeTerms(terms.filter((term) => term.field !== 'state'))
    : text
}
