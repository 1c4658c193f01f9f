'use client'
import { useRef } from 'react'
import { SavedFilters } from '@/components/shell/filters/saved-filters.tsx'
import { Chip } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { Select } from '@/components/ui/overlay/select.tsx'
import { RANGE_WORDS, RANGES } from '@/lib/filters/times.ts'
import type { DeadFilter } from './use-dead-filter.ts'

const TIMES = RANGES.map((value) => ({ value, word: RANGE_WORDS[value] }))

/** Which letters the whole page is about: as text, and as controls. All of it stands in the address. */
export function FilterBar({ url, queues }: { url: DeadFilter; queues: readonly string[] }) {
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)
  const names = url.queue === '' || queues.includes(url.queue) ? queues : [...queues, url.queue]
  const options = ['', ...names.toSorted()].map((name) => ({ value: name, word: name === '' ? 'All queues' : name }))
  return (
    <div className="toolbar deadbar">
      <FilterField
        label="Filter dead letters"
        placeholder="Filter: reason:503, event:created, key:A-209, text:c_4417, since:2h"
        value={url.q}
        onChange={(q) => url.narrow({ q })}
        problems={url.problems}
        inputRef={input}
      />
      {url.subscription !== '' && (
        <span className="deadchip">
          <Chip name="subscription">{url.subscription}</Chip>
          <Button variant="quiet" small onClick={() => void url.setUrl({ subscription: null, of: null, reason: null })}>
            Show all
          </Button>
        </span>
      )}
      {options.length > 2 && (
        <Select label="Queue" value={url.queue} options={options} onChange={(queue) => url.narrow({ queue })} />
      )}
      <Select label="Time range" value={url.time} options={TIMES} onChange={(time) => url.narrow({ time })} />
      <SavedFilters page="dead-letters" value={url.q} onPick={(q) => url.narrow({ q })} />
    </div>
  )
}

/** The filter in words, for a screen that repeats it. */
export function FilterChips({ url }: { url: DeadFilter }) {
  return (
    <>
      {url.queue !== '' && <Chip name="queue">{url.queue}</Chip>}{' '}
      {url.subscription !== '' && <Chip name="subscription">{url.subscription}</Chip>}{' '}
      {url.time !== 'any' && <Chip name="time">{RANGE_WORDS[url.time].toLowerCase()}</Chip>}{' '}
      {url.q.trim() !== '' && <Chip>{url.q.trim()}</Chip>}
    </>
  )
}
