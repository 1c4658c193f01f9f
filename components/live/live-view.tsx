'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { useRef } from 'react'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { PageLink } from '@/components/ui/page-link.tsx'
import { NoData } from '@/components/ui/screen.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import { queueHref } from '@/lib/links.ts'
import { eventsFilter } from './events-filter.ts'
import { heldCounts, type LiveRow } from './live-rows.ts'
import { LiveTable } from './live-table.tsx'
import { useLive } from './use-live.ts'

/** Messages as they pass by: filter first, then look. What comes too fast to show is counted in its place. */
export function LiveView({ queue }: { queue: QueueDetail }) {
  const [text, setText] = useQueryState('events', parseAsString.withDefault(''))
  const pausedAll = useFeed((feed) => feed.paused)
  const follows = useFeed((feed) => feed.following === queue.name)
  const input = useRef<HTMLInputElement>(null)
  const { events, problems } = eventsFilter(text)
  const { rows, passed, held, dispatch } = useLive(queue.name, events, pausedAll)
  useSlashKey(input)
  const stopped = held !== null
  const state = pausedAll ? 'paused' : stopped ? 'stopped' : follows ? 'following' : 'starting'
  return (
    <>
      <div className="toolbar">
        <FilterField
          label="Events to follow"
          placeholder={`Events, all of them when empty${queue.events.length === 0 ? '' : `: ${queue.events.slice(0, 3).join(', ')}`}`}
          value={text}
          onChange={(next) => void setText(next)}
          problems={problems}
          inputRef={input}
        />
        <Button aria-pressed={stopped} onClick={() => dispatch({ kind: stopped ? 'resume' : 'stop' })}>
          <Icon name={stopped ? 'play' : 'pause'} />
          {stopped ? 'Follow again' : 'Stop following'}
        </Button>
        {rows.length > 0 && <Button onClick={() => dispatch({ kind: 'clear' })}>Clear</Button>}
      </div>
      <Card title="Passing by" sub={<span role="status">{statusWords(state, passed)}</span>}>
        {held !== null && held.length > 0 && (
          <HeldBar queue={queue.name} held={held} onResume={() => dispatch({ kind: 'resume' })} />
        )}
        {rows.length === 0 ? (
          <Nothing queue={queue.name} state={state} />
        ) : (
          <LiveTable queue={queue.name} rows={rows} />
        )}
      </Card>
    </>
  )
}

function statusWords(state: keyof typeof NOTHING, passed: number): string {
  return `${NOTHING[state].status}. ${counted(passed, 'message')} since you opened this`
}

/** What came since it was stopped; what is more than can be held is said, and where to find it. */
function HeldBar({ queue, held, onResume }: { queue: string; held: readonly LiveRow[]; onResume: () => void }) {
  const { came, kept } = heldCounts(held)
  return (
    <div className="newpill">
      <span className="words">
        <span role="status">{`${counted(came, 'message')} came since you stopped`}</span>
        {came > kept && (
          <span className="muted">
            {`${count(came - kept)} more than are held here; `}
            <PageLink className="link" href={queueHref(queue)}>
              Messages has those that were queued
            </PageLink>
          </span>
        )}
      </span>
      <Button small onClick={onResume}>{`Show ${count(kept)} and follow`}</Button>
    </div>
  )
}

const NOTHING = {
  starting: {
    status: 'Not following yet',
    title: (queue: string) => `Asking for the messages of ${queue}`,
    words:
      'The broker has not said yet that it follows them. What passes by until then is in Messages, where it was queued.',
  },
  following: {
    status: 'Following',
    title: (queue: string) => `Waiting for messages of ${queue}`,
    words:
      'Each message shows up here as it is published, queued or in real time. Nothing of before: that is in Messages.',
  },
  stopped: {
    status: 'Stopped',
    title: () => 'Not following',
    words: 'What comes now is held, and shows when you follow again.',
  },
  paused: {
    status: 'Live updates are paused',
    title: () => 'Live updates are paused',
    words: 'What passes by now is not shown here later. Queued messages are in Messages all the same.',
  },
} as const

function Nothing({ queue, state }: { queue: string; state: keyof typeof NOTHING }) {
  const { title, words } = NOTHING[state]
  return (
    <NoData icon="clock" title={title(queue)}>
      {words}
    </NoData>
  )
}
