'use client'
import { useMemo, useState } from 'react'
import { QueueDeed } from '@/components/queue/deeds/queue-deed.tsx'
import type { Deed } from '@/components/queue/deeds/words.ts'
import { Card } from '@/components/ui/card.tsx'
import { CouldNotLoad, Loading } from '@/components/ui/screen.tsx'
import type { Queue } from '@/lib/api.ts'
import { queueFilter } from '@/lib/filters/queues.ts'
import { count, counted } from '@/lib/format.ts'
import type { Asked } from './asked.ts'
import { SelectionBar } from './deeds/selection-bar.tsx'
import { None } from './none.tsx'
import { useList } from './rows/use-list.ts'
import { useTree } from './rows/use-tree.ts'
import { QueueTable } from './table/queue-table.tsx'
import { Toolbar } from './toolbar.tsx'

export interface QueuesCardProps {
  asked: Asked
  onAsk: (next: Partial<Asked>) => void
  onCreate: () => void
}

/** The list or the tree, or the screen that says why there is none. */
export function QueuesCard({ asked, onAsk, onCreate }: QueuesCardProps) {
  const { problems, rest } = useMemo(() => queueFilter(asked.q), [asked.q])
  const filter = { filter: rest, sort: asked.sort }
  const tree = asked.view === 'tree'
  const list = useList(filter, !tree)
  const branches = useTree(filter, asked.open, tree)
  const { loaded, error, retry } = tree ? branches : list
  const [selected, setSelected] = useState<ReadonlyMap<string, Queue>>(new Map())
  const [deed, setDeed] = useState<{ deed: Deed; queues: readonly Queue[] } | null>(null)
  const [done, setDone] = useState('')

  function select(queue: Queue, on: boolean) {
    const next = new Map(selected)
    if (on) next.set(queue.name, queue)
    else next.delete(queue.name)
    setSelected(next)
  }
  function toggle({ key }: { key: string }) {
    const rest = asked.open.filter((path) => path !== key && !path.startsWith(`${key}.`) && !path.startsWith(`${key}:`))
    onAsk({ open: asked.open.includes(key) ? rest : [...asked.open, key] })
  }
  const chosen = [...selected.values()]
  return (
    <Card
      title="Queues"
      sub={loaded && loaded.all > 0 ? totals(loaded.total, loaded.all) : undefined}
      actions={
        <Toolbar
          asked={asked}
          problems={problems}
          filter={filter}
          total={loaded?.total}
          onAsk={onAsk}
          onSortAgain={tree ? undefined : list.again}
        />
      }
    >
      <SelectionBar
        selected={chosen}
        onDeed={(next) => setDeed({ deed: next, queues: meant(next, chosen) })}
        onClear={() => setSelected(new Map())}
      />
      <p role="status" className={done === '' ? 'sr' : 'told'}>
        {done}
      </p>
      {loaded === undefined && error === null && <Loading what="the queues" />}
      {loaded === undefined && error !== null && (
        <CouldNotLoad title="Could not load the queues" error={error} onRetry={retry} />
      )}
      {loaded !== undefined && loaded.total === 0 && (
        <None q={asked.q} all={loaded.all} onClear={() => onAsk({ q: '' })} onCreate={onCreate} />
      )}
      {loaded !== undefined && loaded.total > 0 && (
        <QueueTable
          key={asked.view}
          lines={loaded.lines}
          tree={tree}
          sort={asked.sort}
          selected={selected}
          onSort={(sort) => onAsk({ sort })}
          onSelect={select}
          onToggle={toggle}
          onDeed={(next, queue) => setDeed({ deed: next, queues: [queue] })}
          onView={list.onView}
        />
      )}
      {loaded !== undefined && loaded.more > 0 && (
        <p className="calm">{`${counted(loaded.more, 'more branch', 'more branches')} on these levels: a filter brings them here, and the list has them all.`}</p>
      )}
      <QueueDeed
        deed={deed?.deed ?? null}
        queues={deed?.queues ?? []}
        onClose={() => setDeed(null)}
        onDone={(words) => {
          setDone(words)
          setSelected(new Map())
        }}
      />
    </Card>
  )
}

const totals = (total: number, all: number) => (total === all ? count(all) : `${count(total)} of ${count(all)}`)

/** Pausing what is paused does nothing, and is not counted. */
function meant(deed: Deed, queues: readonly Queue[]): readonly Queue[] {
  if (deed === 'pause') return queues.filter((queue) => !queue.paused)
  return deed === 'resume' ? queues.filter((queue) => queue.paused) : queues
}
