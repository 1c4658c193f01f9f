'use client'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import { SavedFilters } from '@/components/shell/filters/saved-filters.tsx'
import { ExportMenu } from '@/components/ui/export-menu.tsx'
import { Segmented } from '@/components/ui/input/segmented.tsx'
import { later, useNeeded } from '@/components/ui/overlay/later.ts'
import { useTimes } from '@/components/ui/time.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import type { MessagesFilter } from '@/lib/queries/messages.ts'
import { questionOf, type View } from './filter/question.ts'
import { parseFilter } from './filter/text/parse.ts'
import { Toolbar } from './filter/toolbar.tsx'
import { useKnown } from './filter/use-known.ts'
import { useMessagesUrl } from './filter/use-messages-url.ts'
import { GridCard } from './grid/grid-card.tsx'
import type { Subscriber } from './grid/subscribers.ts'
import { useSubscribers } from './grid/use-subscribers.ts'
import { type Row, shownRows } from './rows/book.ts'
import { exportedRows } from './rows/exported.ts'
import { useRows } from './rows/use-rows.ts'
import { useMessageKeys } from './use-message-keys.ts'
import { useOpenMessage } from './use-open-message.ts'
import { useView } from './use-view.ts'

const panel = later(() => import('./panel/open-message.tsx'))

const VIEW_OPTIONS = [
  { value: 'grid', word: 'Grid', title: 'Messages by subscribers' },
  { value: 'list', word: 'List', title: 'One line for each message, with its payload' },
] as const

/** The messages of a queue: filter, grid, and the panel of the open one. `children` stands above, in the same column. */
export function MessagesView({ queue, children }: { queue: QueueDetail; children: ReactNode }) {
  const url = useMessagesUrl()
  const { q, show, time, m, setUrl } = url
  const [pointed, setPointed] = useState(false)
  const [inView, setInView] = useState<Row>()
  const paused = useFeed((feed) => feed.paused)
  const filterInput = useRef<HTMLInputElement>(null)
  const focusRow = useRef<((row: string) => void) | null>(null)
  const question = useQuestion(url)
  const reading = pointed || paused || m !== null
  const rows = useRows(queue.name, question, reading, inView)
  const shown = useMemo(() => shownRows(rows.book), [rows.book])
  const subscribers = useSubscribers(queue, shown, question.subscription)
  const known = useKnown(queue, subscribers, shown)
  const message = useOpenMessage({ queue: queue.name, question, rows, shown, url, focusRow })
  const view = useView(url.view)
  const clear = () => void setUrl({ q: null, show: null, time: null })

  useMessageKeys({
    onFilter: () => filterInput.current?.focus(),
    onShowNew: rows.show,
    onClose: m === null ? null : message.close,
    onNewer: message.onNewer,
    onOlder: message.onOlder,
    onFirst: shown[0] === undefined ? null : () => focusRow.current?.(message.row?.key ?? shown[0]?.key ?? ''),
  })
  return (
    <>
      <div className="left">
        {children}
        <Toolbar {...url} known={known} inputRef={filterInput} onChange={(next) => void setUrl(next)} />
        <GridCard
          queue={queue}
          rows={rows}
          shown={shown}
          subscribers={subscribers}
          open={message.row?.key ?? null}
          onOpen={message.open}
          onPointed={setPointed}
          onView={setInView}
          focusRow={focusRow}
          filter={{ text: q, show, range: time, onClear: clear, onRange: (next) => void setUrl({ time: next }) }}
          reading={reading}
          view={view}
          tools={<Tools queue={queue.name} question={question} url={url} view={view} />}
        />
      </div>
      <OpenPanel queue={queue} message={message} subscribers={subscribers} url={url} />
    </>
  )
}

type Url = ReturnType<typeof useMessagesUrl>

/** The time is taken when the question changes: a cursor belongs to one question, so it must not move by itself. */
function useQuestion({ q, show, time }: Url): MessagesFilter {
  const { zone } = useTimes()
  return useMemo(() => {
    const now = Date.now()
    return questionOf(parseFilter(q, now, zone).filter, show, time, now)
  }, [q, show, time, zone])
}

interface ToolsProps {
  queue: string
  question: MessagesFilter
  url: Url
  view: View
}

/** At the right of the bar above the rows. */
function Tools({ queue, question, url: { q, setUrl }, view }: ToolsProps) {
  return (
    <span className="tools">
      <SavedFilters page="messages" value={q} onPick={(text) => void setUrl({ q: text })} />
      <ExportMenu name={`${queue}-messages`} rows={(run) => exportedRows(queue, question, run)} />
      <Segmented label="Rows as" value={view} options={VIEW_OPTIONS} onChange={(next) => void setUrl({ view: next })} />
    </span>
  )
}

interface OpenPanelProps {
  queue: QueueDetail
  message: ReturnType<typeof useOpenMessage>
  subscribers: readonly Subscriber[]
  url: Url
}

function OpenPanel({ queue, message, subscribers, url: { m, who, setUrl } }: OpenPanelProps) {
  const { address, row, close, onNewer, onOlder } = message
  const parts = useNeeded(panel, address !== null)
  if (address === null || parts === undefined) return null
  return (
    <parts.OpenMessage
      key={m}
      queue={queue}
      address={address}
      item={row?.message}
      subscribers={subscribers}
      who={who}
      onWho={(next) => void setUrl({ who: next })}
      onNewer={onNewer}
      onOlder={onOlder}
      onClose={close}
    />
  )
}
