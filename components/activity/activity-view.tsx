'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useKnownQueues } from '@/components/publish/form/use-known.ts'
import { PauseButton } from '@/components/shell/frame/pause-button.tsx'
import { Page } from '@/components/shell/page.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Select } from '@/components/ui/overlay/select.tsx'
import { CouldNotLoad, Loading, NoData, NothingMatches } from '@/components/ui/screen.tsx'
import type { Activity } from '@/lib/api.ts'
import { moment } from '@/lib/format.ts'
import { queueHref } from '@/lib/links.ts'
import { activityOptions } from '@/lib/queries/activity.ts'
import { iconOf, kindsOf, SUBJECT_NAMES, SUBJECTS } from './words.ts'

const parsers = {
  queue: parseAsString.withDefault(''),
  about: parseAsStringLiteral(SUBJECT_NAMES).withDefault('all'),
}

const ABOUT = SUBJECT_NAMES.map((value) => ({ value, word: SUBJECTS[value].word }))

/** The latest changes, whole: what people and the broker did. */
export function ActivityView() {
  const [{ queue, about }, setUrl] = useQueryStates(parsers, { history: 'replace' })
  const names = new Set(useKnownQueues().map((one) => one.name))
  if (queue !== '') names.add(queue)
  const queues = ['', ...[...names].sort()].map((value) => ({ value, word: value === '' ? 'All queues' : value }))
  const list = useInfiniteQuery({
    ...activityOptions({ queue, kind: kindsOf(about) }),
    placeholderData: (before) => before,
  })
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = queue !== '' || about !== 'all'
  const filters = (
    <>
      <Select label="About" value={about} options={ABOUT} onChange={(next) => void setUrl({ about: next })} />
      <Select label="Queue" value={queue} options={queues} onChange={(next) => void setUrl({ queue: next })} />
    </>
  )
  const clear = () => void setUrl({ queue: null, about: null })
  return (
    <Page title="Activity" actions={<PauseButton />}>
      <Card title="Latest changes" sub="newest first, kept for 30 d" actions={filters} className="activity">
        {list.isPending && <Loading what="the activity" />}
        {list.isError && rows.length === 0 && (
          <CouldNotLoad title="Could not load the activity" error={list.error} onRetry={() => void list.refetch()} />
        )}
        {list.isSuccess && rows.length === 0 && (filtered ? <NoMatch onClear={clear} /> : <Nothing />)}
        {rows.length > 0 && (
          <ul className="acty">
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <p className="cardend">
            <Button small aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Older
            </Button>
          </p>
        )}
      </Card>
    </Page>
  )
}

function Row({ row }: { row: Activity }) {
  return (
    <li>
      <span className="text-ink-3">
        <Icon name={iconOf(row.kind)} />
      </span>
      <span>{row.text}</span>
      <time className="mono soft" dateTime={row.at}>
        {moment(row.at)}
      </time>
      <span className="go">
        {row.queue !== null && (
          <Link className="link ellipsis" href={queueHref(row.queue)}>
            {row.queue}
          </Link>
        )}
      </span>
    </li>
  )
}

function Nothing() {
  return (
    <NoData icon="activity" title="Nothing was changed yet">
      Queues and subscriptions that come and go, what people pause, purge, move and redrive, and what retention removes
      stand here, a sentence each.
    </NoData>
  )
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <NothingMatches title="Nothing matches" actions={<Button onClick={onClear}>Clear filter</Button>}>
      No such change in the last 30 d.
    </NothingMatches>
  )
}
