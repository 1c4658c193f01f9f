'use client'
import { type ReactNode, useRef } from 'react'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { Select } from '@/components/ui/overlay/select.tsx'
import { RANGE_OPTIONS, type Range } from '@/lib/filters/times.ts'
import { SavedFilters } from './saved-filters.tsx'

interface FilterBarProps {
  /** Whose kept filters are offered. */
  page: string
  label: string
  placeholder: string
  /** The filter as the address has it, and what in its text nobody can act on. */
  url: { readonly q: string; readonly queue: string; readonly time: Range; readonly problems: readonly string[] }
  /** Those that can be chosen; with one alone there is no choice. */
  queues: Iterable<string>
  onChange: (next: { q?: string; queue?: string; time?: Range }) => void
  /** The page's own controls. */
  children: ReactNode
}

/** A page's filter as text and as controls: what it is about by itself, a queue, a time; and kept ones. */
export function FilterBar({ page, label, placeholder, url, queues, onChange, children }: FilterBarProps) {
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)
  const names = new Set(queues)
  if (url.queue !== '') names.add(url.queue)
  const options = ['', ...[...names].sort()].map((value) => ({ value, word: value === '' ? 'All queues' : value }))
  const onText = (q: string) => onChange({ q })
  return (
    <div className="toolbar filterbar">
      <FilterField
        label={label}
        placeholder={placeholder}
        value={url.q}
        onChange={onText}
        problems={url.problems}
        inputRef={input}
      />
      {children}
      {options.length > 2 && (
        <Select label="Queue" value={url.queue} options={options} onChange={(queue) => onChange({ queue })} />
      )}
      <Select label="Time range" value={url.time} options={RANGE_OPTIONS} onChange={(time) => onChange({ time })} />
      <SavedFilters page={page} value={url.q} onPick={onText} />
    </div>
  )
}
