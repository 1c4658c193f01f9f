'use client'
import { useRef } from 'react'
import { useKnownQueues } from '@/components/publish/form/use-known.ts'
import { SavedFilters } from '@/components/shell/filters/saved-filters.tsx'
import { Chip } from '@/components/ui/badge.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { Select } from '@/components/ui/overlay/select.tsx'
import { RANGE_WORDS, RANGES } from '@/lib/filters/times.ts'
import { SUBJECT_NAMES, SUBJECTS } from '../words.ts'
import { WHO, WHO_NAMES } from './read.ts'
import type { ActivityFilter } from './use-activity-filter.ts'

const ABOUT = SUBJECT_NAMES.map((value) => ({ value, word: SUBJECTS[value].word }))
const BY = WHO_NAMES.map((value) => ({ value, word: WHO[value].word }))
const TIMES = RANGES.map((value) => ({ value, word: RANGE_WORDS[value] }))

/** Text and controls; all of it stands in the address. */
export function FilterBar({ url }: { url: ActivityFilter }) {
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)
  const names = new Set(useKnownQueues().map((one) => one.name))
  if (url.queue !== '') names.add(url.queue)
  const queues = ['', ...[...names].sort()].map((value) => ({ value, word: value === '' ? 'All queues' : value }))
  return (
    <div className="toolbar deadbar">
      <FilterField
        label="Filter activity"
        placeholder="Filter: paused, queue:orders, who:nightly, since:2h"
        value={url.q}
        onChange={(q) => url.set({ q })}
        problems={url.problems}
        inputRef={input}
      />
      <Select label="About" value={url.about} options={ABOUT} onChange={(about) => url.set({ about })} />
      <Select label="Done by" value={url.by} options={BY} onChange={(by) => url.set({ by })} />
      {queues.length > 2 && (
        <Select label="Queue" value={url.queue} options={queues} onChange={(queue) => url.set({ queue })} />
      )}
      <Select label="Time range" value={url.time} options={TIMES} onChange={(time) => url.set({ time })} />
      <SavedFilters page="activity" value={url.q} onPick={(q) => url.set({ q })} />
    </div>
  )
}

/** The filter in words, for a screen that repeats it. */
export function FilterChips({ url }: { url: ActivityFilter }) {
  return (
    <>
      {url.about !== 'all' && <Chip name="about">{SUBJECTS[url.about].word.toLowerCase()}</Chip>}{' '}
      {url.by !== 'anyone' && <Chip name="by">{WHO[url.by].word.toLowerCase()}</Chip>}{' '}
      {url.queue !== '' && <Chip name="queue">{url.queue}</Chip>}{' '}
      {url.time !== 'any' && <Chip name="time">{RANGE_WORDS[url.time].toLowerCase()}</Chip>}{' '}
      {url.q.trim() !== '' && <Chip>{url.q.trim()}</Chip>}
    </>
  )
}
