'use client'
import type { RefObject } from 'react'
import { Segmented } from '@/components/ui/input/segmented.tsx'
import { Select } from '@/components/ui/overlay/select.tsx'
import { withTerm } from '@/lib/filters/terms.ts'
import { RANGE_OPTIONS, type Range } from '@/lib/filters/times.ts'
import { FilterBuilder } from './builder.tsx'
import { FilterInput } from './filter-input.tsx'
import { hasTime, type Show } from './question.ts'
import type { Known } from './text/complete.ts'
import { parseFilter } from './text/parse.ts'

interface ToolbarProps {
  q: string
  show: Show
  time: Range
  known: Known
  onChange: (next: { q?: string; show?: Show; time?: Range }) => void
  inputRef: RefObject<HTMLInputElement | null>
}

const SHOW_OPTIONS = [
  { value: 'all', word: 'All' },
  { value: 'unsettled', word: 'Unsettled', title: 'Pending, in flight or retrying for somebody' },
  { value: 'failed', word: 'Failed', title: 'Retrying or dead for somebody' },
  { value: 'missed', word: 'Missed', title: 'Missed by somebody in real time' },
  { value: 'scheduled', word: 'Scheduled', title: 'Delayed, and not due yet' },
] as const

/** The field itself says when. */
const TYPED_RANGE = [{ value: 'typed' as const, word: 'As written' }]

/** Filter as text and as fields, quick choice, time. All of it stands in the URL. */
export function Toolbar({ q: text, show, time, known, onChange, inputRef }: ToolbarProps) {
  const onText = (q: string) => onChange({ q })
  const { filter, problems } = parseFilter(text)
  const timed = hasTime(filter)
  return (
    <div className="toolbar">
      <FilterInput value={text} onChange={onText} problems={problems} known={known} inputRef={inputRef} />
      <FilterBuilder text={text} onText={onText} known={known} />
      <Segmented<Show | ''>
        label="Show"
        // A typed state is neither of the quick choices, and choosing one takes the typed one out.
        value={filter.state === undefined ? show : ''}
        options={SHOW_OPTIONS}
        onChange={(next) => next !== '' && onChange({ show: next, q: withTerm(text, 'state', null) })}
      />
      <Select<Range | 'typed'>
        label="Time range"
        value={timed ? 'typed' : time}
        options={timed ? [...TYPED_RANGE, ...RANGE_OPTIONS] : RANGE_OPTIONS}
        onChange={(next) =>
          next !== 'typed' && onChange({ time: next, q: withTerm(withTerm(text, 'since', null), 'until', null) })
        }
      />
    </div>
  )
}
