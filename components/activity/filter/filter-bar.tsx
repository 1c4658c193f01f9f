'use client'
import { useKnownQueues } from '@/components/publish/form/use-known.ts'
import { FilterBar } from '@/components/shell/filters/filter-bar.tsx'
import { FilterChips } from '@/components/shell/filters/filter-chips.tsx'
import { Select } from '@/components/ui/overlay/select.tsx'
import { SUBJECT_NAMES, SUBJECTS } from '../words.ts'
import { WHO, WHO_NAMES } from './read.ts'
import type { ActivityFilter } from './use-activity-filter.ts'

const ABOUT = SUBJECT_NAMES.map((value) => ({ value, word: SUBJECTS[value].word }))
const BY = WHO_NAMES.map((value) => ({ value, word: WHO[value].word }))

export function ActivityFilterBar({ url }: { url: ActivityFilter }) {
  return (
    <FilterBar
      page="activity"
      label="Filter activity"
      placeholder="Filter: paused, queue:orders, who:nightly, since:2h"
      url={url}
      queues={useKnownQueues().map((one) => one.name)}
      onChange={url.set}
    >
      <Select label="About" value={url.about} options={ABOUT} onChange={(about) => url.set({ about })} />
      <Select label="Done by" value={url.by} options={BY} onChange={(by) => url.set({ by })} />
    </FilterBar>
  )
}

export function ActivityFilterChips({ url }: { url: ActivityFilter }) {
  const terms = {
    about: url.about === 'all' ? '' : SUBJECTS[url.about].word.toLowerCase(),
    by: url.by === 'anyone' ? '' : WHO[url.by].word.toLowerCase(),
    queue: url.queue,
  }
  return <FilterChips terms={terms} time={url.time} text={url.q} />
}
