'use client'
import { FilterBar } from '@/components/shell/filters/filter-bar.tsx'
import { FilterChips } from '@/components/shell/filters/filter-chips.tsx'
import { Chip } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import type { DeadFilter } from './use-dead-filter.ts'

/** Which letters the whole page is about. */
export function DeadFilterBar({ url, queues }: { url: DeadFilter; queues: readonly string[] }) {
  return (
    <FilterBar
      page="dead-letters"
      label="Filter dead letters"
      placeholder="Filter: reason:503, event:created, key:A-209, text:c_4417, since:2h"
      url={url}
      queues={queues}
      onChange={url.narrow}
    >
      {url.subscription !== '' && (
        <span className="deadchip">
          <Chip name="subscription">{url.subscription}</Chip>
          <Button variant="quiet" small onClick={() => void url.setUrl({ subscription: null, of: null, reason: null })}>
            Show all
          </Button>
        </span>
      )}
    </FilterBar>
  )
}

export function DeadFilterChips({ url: { queue, subscription, time, q } }: { url: DeadFilter }) {
  return <FilterChips terms={{ queue, subscription }} time={time} text={q} />
}
