'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { PauseButton } from '@/components/shell/frame/pause-button.tsx'
import { Page } from '@/components/shell/page.tsx'
import { Kbd } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ExportMenu } from '@/components/ui/export-menu.tsx'
import { CouldNotLoad, Loading, NoData, NothingMatches } from '@/components/ui/screen.tsx'
import { everyPage } from '@/lib/export.ts'
import { counted } from '@/lib/format.ts'
import { activityOptions, activityPage } from '@/lib/queries/activity.ts'
import { ActivityRow } from './activity-row.tsx'
import { ActivityFilterBar, ActivityFilterChips } from './filter/filter-bar.tsx'
import { type ActivityFilter, useActivityFilter } from './filter/use-activity-filter.ts'
import { useActivityKeys } from './use-activity-keys.ts'
import { useHeld } from './use-held.ts'

type Rows = Parameters<typeof ExportMenu>[0]['rows']

/** The latest changes, whole: what people and the broker did. */
export function ActivityView() {
  const url = useActivityFilter()
  const list = useInfiniteQuery(activityOptions(url.filter))
  const { shown, held, letIn } = useHeld(
    list.data?.pages.flatMap((page) => page.items) ?? [],
    JSON.stringify(url.filter),
    list.isFetchedAfterMount || !list.isFetching,
  )
  const rows = useRef<HTMLUListElement>(null)
  useActivityKeys(rows, letIn)
  const exported: Rows = async (run) => {
    const all = await everyPage(run, (cursor, signal) => activityPage(url.filter, cursor, signal))
    return all.map(({ by, ...row }) => ({ ...row, by: by.kind, name: by.name, address: by.address }))
  }
  const first = list.data?.pages[0]
  const none = first?.items.length === 0
  return (
    <Page title="Activity" actions={<PauseButton />}>
      <div className="deadpage">
        {!(none && !url.filtered) && <ActivityFilterBar url={url} />}
        <Card
          title="Latest changes"
          sub="newest first, kept for 30 d"
          actions={shown.length > 0 && <ExportMenu name="activity" rows={exported} />}
          className="activity"
        >
          {list.isPending && <Loading what="the activity" />}
          {list.isError && shown.length === 0 && (
            <CouldNotLoad
              title="Could not load the activity"
              error={list.error}
              onRetry={() => void list.refetch()}
              actions={url.filtered && <Button onClick={url.clear}>Clear filter</Button>}
            />
          )}
          {none &&
            (url.filtered && first.searched !== 0 ? <NoMatch url={url} searched={first.searched} /> : <Nothing />)}
          {held > 0 && (
            <p className="heldbar">
              <span role="status">{counted(held, 'new change')}, held back while you read</span>
              <Button small onClick={letIn} title="Show them  N">
                Show them <Kbd>n</Kbd>
              </Button>
            </p>
          )}
          {shown.length > 0 && (
            <ul className="acty" ref={rows}>
              {shown.map((row) => (
                <ActivityRow key={row.id} row={row} />
              ))}
            </ul>
          )}
          {list.isError && shown.length > 0 && <p className="hint bad cardend">Could not refresh. These may be old.</p>}
          {list.hasNextPage && (
            <p className="cardend">
              <Button small aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Older
              </Button>
            </p>
          )}
        </Card>
      </div>
    </Page>
  )
}

function Nothing() {
  return (
    <NoData icon="activity" title="Nothing was changed yet">
      Queues and subscriptions that come and go, what people pause, purge, move and redrive, and what retention removes
      stand here, a sentence each, with who did it.
    </NoData>
  )
}

function NoMatch({ url, searched }: { url: ActivityFilter; searched: number | undefined }) {
  return (
    <NothingMatches title="Nothing matches" actions={<Button onClick={url.clear}>Clear filter</Button>}>
      {`${searched === undefined ? 'Nothing' : counted(searched, 'change')} in the last 30 d, none with `}
      <ActivityFilterChips url={url} />
    </NothingMatches>
  )
}
