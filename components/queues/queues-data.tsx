'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { Chip } from '@/components/ui/badge.tsx'
import { Button, ButtonLink } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { CouldNotLoad, Loading, NoData, NothingMatches } from '@/components/ui/screen.tsx'
import { useSteadyOrder } from '@/components/ui/table/use-steady-order.ts'
import type { Queue } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { type QueueSort, queueListOptions } from '@/lib/queries/queues.ts'
import { QueuesTable } from './queues-table.tsx'

interface QueuesDataProps {
  prefix: string
  sort: QueueSort
  onPrefix: (next: string) => void
  onSort: (next: QueueSort) => void
  onCreate: () => void
}

/** The list, or the screen that says why there is none. */
export function QueuesData({ prefix, sort, onPrefix, onSort, onCreate }: QueuesDataProps) {
  const filterInput = useRef<HTMLInputElement>(null)
  const [again, setAgain] = useState(0)
  const list = useInfiniteQuery({ ...queueListOptions({ prefix, sort }), placeholderData: (before) => before })
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const rows = useSteadyOrder(items, nameOf, `${prefix} ${sort} ${again} ${list.isPlaceholderData}`)
  useSlashKey(filterInput)

  const filter = (
    <FilterField
      slim
      label="Filter queues"
      placeholder="Name begins with"
      value={prefix}
      onChange={onPrefix}
      problems={[]}
      inputRef={filterInput}
    />
  )
  const order = (
    <Button
      variant="quiet"
      small
      title="Rows keep their place while their figures change"
      onClick={() => setAgain(again + 1)}
    >
      Sort again
    </Button>
  )
  return (
    <Card
      title="Queues"
      sub={items.length === 0 ? undefined : `${count(items.length)}${list.hasNextPage ? ' of more' : ''}`}
      actions={
        <>
          {items.length > 1 && order}
          {filter}
        </>
      }
    >
      {list.isPending && <Loading what="the queues" />}
      {list.isError && items.length === 0 && (
        <CouldNotLoad title="Could not load the queues" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && items.length === 0 && <None prefix={prefix} onPrefix={onPrefix} onCreate={onCreate} />}
      {items.length > 0 && <QueuesTable rows={rows} sort={sort} onSort={onSort} />}
      {list.hasNextPage && (
        <p className="cardend">
          <Button small aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </p>
      )}
    </Card>
  )
}

const nameOf = (queue: Queue) => queue.name

function None({ prefix, onPrefix, onCreate }: Pick<QueuesDataProps, 'prefix' | 'onPrefix' | 'onCreate'>) {
  if (prefix !== '') {
    return (
      <NothingMatches title="Nothing matches" actions={<Button onClick={() => onPrefix('')}>Clear filter</Button>}>
        No queue has a name that begins with <Chip>{prefix}</Chip>
      </NothingMatches>
    )
  }
  const actions = (
    <>
      <ButtonLink variant="primary" href="/publish">
        Publish one message
      </ButtonLink>
      <Button onClick={onCreate}>New queue…</Button>
      <ButtonLink href="/lab">Try the Lab</ButtonLink>
    </>
  )
  return (
    <NoData title="No queues yet" actions={actions}>
      The first message or the first subscription creates its queue, and it shows up here by itself.
    </NoData>
  )
}
