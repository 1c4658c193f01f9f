'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { useRef, useState } from 'react'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { NoData } from '@/components/ui/screen.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { counted } from '@/lib/format.ts'
import { eventsFilter } from './events-filter.ts'
import { LiveTable } from './live-table.tsx'
import { useLive } from './use-live.ts'

/** Messages as they pass by: filter first, then look. At most 50 a second; what is more is counted, not shown. */
export function LiveView({ queue }: { queue: QueueDetail }) {
  const [text, setText] = useQueryState('events', parseAsString.withDefault(''))
  const [stopped, setStopped] = useState(false)
  const pausedAll = useFeed((feed) => feed.paused)
  const input = useRef<HTMLInputElement>(null)
  const { events, problems } = eventsFilter(text)
  const running = !stopped && !pausedAll
  const { rows, passed, skipped, clear } = useLive(queue.name, events, running)
  useSlashKey(input)
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
        <Button aria-pressed={stopped} onClick={() => setStopped(!stopped)}>
          <Icon name={stopped ? 'play' : 'pause'} />
          {stopped ? 'Follow again' : 'Stop following'}
        </Button>
        {rows.length > 0 && <Button onClick={clear}>Clear</Button>}
      </div>
      <Card title="Passing by" sub={<span role="status">{statusWords(running, passed, skipped)}</span>}>
        {rows.length === 0 ? (
          <Nothing queue={queue.name} running={running} />
        ) : (
          <LiveTable queue={queue.name} rows={rows} />
        )}
      </Card>
    </>
  )
}

/** What is not shown is always said. */
function statusWords(running: boolean, passed: number, skipped: number): string {
  const shown = `${counted(passed, 'message')} since you opened this`
  const more = skipped === 0 ? '' : `, ${counted(skipped, 'more', 'more')} came too fast to show`
  return `${running ? 'Following' : 'Stopped'}. ${shown}${more}`
}

function Nothing({ queue, running }: { queue: string; running: boolean }) {
  return (
    <NoData icon="clock" title={running ? `Waiting for messages of ${queue}` : 'Not following'}>
      {running
        ? 'Each message shows up here as it is published, queued or in real time. Nothing of before: that is in Messages.'
        : 'What passes by now is not shown here later. Queued messages are in Messages all the same.'}
    </NoData>
  )
}
