'use client'
import { useRef } from 'react'
import { SavedFilters } from '@/components/shell/filters/saved-filters.tsx'
import { Button } from '@/components/ui/button.tsx'
import { ExportMenu } from '@/components/ui/export-menu.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { Segmented } from '@/components/ui/input/segmented.tsx'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { everyPage } from '@/lib/export.ts'
import { type QueueListFilter, queuePage } from '@/lib/queries/queues.ts'
import type { Asked } from './asked.ts'
import { exported } from './exported.ts'

const VIEWS = [
  { value: 'list', word: 'List' },
  { value: 'tree', word: 'Tree', title: 'By the parts of their names, with sums' },
] as const

interface ToolbarProps {
  asked: Asked
  problems: readonly string[]
  filter: QueueListFilter
  total: number | undefined
  onAsk: (next: Partial<Asked>) => void
  /** A list keeps its rows in place while their figures change. */
  onSortAgain: (() => void) | undefined
}

/** Filter, list or tree, and what can be taken along. */
export function Toolbar({ asked, problems, filter, total, onAsk, onSortAgain }: ToolbarProps) {
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)
  const setFilter = (q: string) => onAsk({ q })
  return (
    <div className="queuetools">
      <FilterField
        slim
        label="Filter queues"
        placeholder="Part of a name, dead:>0, paused:yes, oldest:>5m"
        value={asked.q}
        onChange={setFilter}
        problems={problems}
        inputRef={input}
      />
      <Segmented label="Show as" value={asked.view} options={VIEWS} onChange={(view) => onAsk({ view })} />
      {onSortAgain !== undefined && (
        <Button
          small
          className="wide-only"
          title="Rows keep their place while their figures change"
          onClick={onSortAgain}
        >
          Sort again
        </Button>
      )}
      <SavedFilters page="queues" value={asked.q} onPick={setFilter} />
      <ExportMenu
        name="queues"
        rows={async (run) =>
          (await everyPage(run, (cursor, signal) => queuePage(filter, cursor, signal), total)).map(exported)
        }
      />
    </div>
  )
}
