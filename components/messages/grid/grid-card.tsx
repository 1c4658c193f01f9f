'use client'
import { type ReactNode, type RefObject, useMemo, useRef } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { CouldNotLoad, Loading } from '@/components/ui/screen.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { keptOf } from '../../queue/deeds/kept-of.ts'
import type { View } from '../filter/question.ts'
import type { Row } from '../rows/book.ts'
import { rowsAbove } from '../rows/let-go.ts'
import { useAhead } from '../rows/use-ahead.ts'
import type { useRows } from '../rows/use-rows.ts'
import { EmptyGrid, type FilterState, isAsked } from './empty-grid.tsx'
import { Grid } from './grid.tsx'
import { NewRowsBar } from './new-rows-bar.tsx'
import { ScanBar } from './scan-bar.tsx'
import type { Subscriber } from './subscribers.ts'
import { useReading } from './use-reading.ts'

interface GridCardProps {
  queue: QueueDetail
  rows: ReturnType<typeof useRows>
  shown: readonly Row[]
  subscribers: readonly Subscriber[]
  open: string | null
  onOpen: (row: Row, subscriber: Subscriber | null) => void
  /** The pointer or the keyboard came to the rows, or left them, or they are scrolled: somebody reads. */
  onPointed: (pointed: boolean) => void
  /** The first row in view, where the reader rests. */
  onView: (first: Row | undefined) => void
  focusRow: RefObject<((row: string) => void) | null>
  filter: FilterState
  reading: boolean
  view: View
  /** What stands at the right of the bar above the rows. */
  tools: ReactNode
}

/** The grid in its card, or the one of the screens that says why there is none. */
export function GridCard(props: GridCardProps) {
  const { queue, rows, shown, filter } = props
  const { book, newest, stale } = rows
  if (newest.error !== null && shown.length === 0) {
    return (
      <section className="card gridcard">
        <CouldNotLoad
          title="Could not load the messages"
          error={newest.error}
          onRetry={() => void newest.refetch()}
          actions={isAsked(filter) && <Button onClick={filter.onClear}>Clear filter</Button>}
        />
      </section>
    )
  }
  if (stale && shown.length === 0) {
    return (
      <section className="card gridcard">
        <Loading what="the messages" />
      </section>
    )
  }
  if (book.rows.length === 0 && book.older === null) {
    return (
      <section className="card gridcard">
        <EmptyGrid queue={queue} filter={filter} />
      </section>
    )
  }
  return <FullGrid {...props} />
}

function FullGrid({
  queue,
  rows,
  shown,
  subscribers,
  open,
  onOpen,
  onPointed,
  onView,
  focusRow,
  reading,
  view,
  tools,
  filter,
}: GridCardProps) {
  const asked = isAsked(filter)
  const { book, older, newest, stale } = rows
  const above = rowsAbove(book)
  const { subscriptions: queued, clientCount: realtime } = queue
  const there = useMemo(() => ({ queued, realtime }), [queued, realtime])
  const scroller = useRef<HTMLDivElement>(null)
  const look = useReading(scroller, onPointed)
  const fetchAhead = useAhead(rows, shown.length)
  return (
    <section className="card gridcard" aria-label={`Messages of ${queue.name}`} aria-busy={stale || newest.isFetching}>
      <NewRowsBar book={book} reading={reading} failed={newest.error !== null} onShow={rows.show}>
        {tools}
      </NewRowsBar>
      <div
        ref={scroller}
        className={stale ? 'gridscroll stale' : 'gridscroll'}
        onPointerEnter={() => look({ pointer: true })}
        onPointerLeave={() => look({ pointer: false })}
        onScroll={() => look({})}
      >
        <Grid
          label={
            view === 'list' ? `Messages of ${queue.name}, one line each` : `Messages of ${queue.name} by subscriber`
          }
          view={view}
          rows={shown}
          subscribers={subscribers}
          there={there}
          open={open}
          onOpen={onOpen}
          scroller={scroller}
          cursorRef={focusRow}
          above={above}
          onView={(seen) => {
            // What passes by is not asked for again: it came a moment ago.
            if (seen.way === null) onView(shown[seen.first])
            fetchAhead(seen)
          }}
        />
        <Older older={older} asked={asked} />
      </div>
      {asked && !stale && <ScanBar looked={rows.looked} kept={keptOf(queue)} older={older} />}
    </section>
  )
}

/** The end of the rows; where a filter looks further, the bar below has the word. */
function Older({ older, asked }: { older: ReturnType<typeof useRows>['older']; asked: boolean }) {
  if (older.error !== null) {
    return (
      <p className="gridend">
        Could not load older messages.{' '}
        <Button small onClick={() => void older.load()}>
          Try again
        </Button>
      </p>
    )
  }
  if (asked) return null
  if (!older.more) return <p className="gridend muted">That is all that is kept.</p>
  return (
    <p className="gridend">
      <Button small aria-disabled={older.loading} onClick={() => void older.load()}>
        {older.loading ? 'Loading older messages' : 'Older'}
      </Button>
    </p>
  )
}
