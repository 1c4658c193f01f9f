'use client'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { useFeed } from '@/components/shell/feed/provider.tsx'
import { SavedFilters } from '@/components/shell/filters/saved-filters.tsx'
import { ExportMenu } from '@/components/ui/export-menu.tsx'
import { Segmented } from '@/components/ui/input/choice.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { DeliveryDeeds } from './deeds/delivery-deeds.tsx'
import { questionOf } from './filter/question.ts'
import { parseFilter } from './filter/text/parse.ts'
import { Toolbar } from './filter/toolbar.tsx'
import { useKnown } from './filter/use-known.ts'
import { openRef, refText, useMessagesUrl } from './filter/use-messages-url.ts'
import { GridCard } from './grid/grid-card.tsx'
import type { Subscriber } from './grid/subscribers.ts'
import { useSubscribers } from './grid/use-subscribers.ts'
import { Panel } from './panel/panel.tsx'
import { PanelActions } from './panel/panel-actions.tsx'
import { type Row, shownRows } from './rows/book.ts'
import { exportedRows } from './rows/exported.ts'
import { useRows } from './rows/use-rows.ts'
import { useMessageKeys } from './use-message-keys.ts'

const VIEW_OPTIONS = [
  { value: 'grid', word: 'Grid', title: 'Messages by subscribers' },
  { value: 'list', word: 'List', title: 'One line for each message, with its payload' },
] as const

/** The messages of a queue: filter, grid, and the panel of the open one. `children` stands above, in the same column. */
export function MessagesView({ queue, children }: { queue: QueueDetail; children: ReactNode }) {
  const { q, show, time, view, m, who, setUrl } = useMessagesUrl()
  const [pointed, setPointed] = useState(false)
  const [inView, setInView] = useState<Row>()
  const paused = useFeed((feed) => feed.paused)
  const filterInput = useRef<HTMLInputElement>(null)
  const focusRow = useRef<((row: string) => void) | null>(null)

  // The time is taken when the question changes: a cursor belongs to one question, so it must not move by itself.
  const question = useMemo(() => questionOf(parseFilter(q).filter, show, time, Date.now()), [q, show, time])
  const reading = pointed || paused || m !== null
  const rows = useRows(queue.name, question, reading, inView)
  const shown = useMemo(() => shownRows(rows.book), [rows.book])
  const subscribers = useSubscribers(queue, shown, question.subscription)
  const known = useKnown(queue, subscribers, shown)
  const address = openRef(m)
  const openIndex = shown.findIndex((row) => refText(row.message) === m)
  const openRow = shown[openIndex]

  const open = useCallback(
    (row: Row, subscriber: Subscriber | null) =>
      void setUrl({ m: refText(row.message), ...(subscriber !== null && { who: subscriber.id }) }),
    [setUrl],
  )
  const close = useCallback(() => {
    if (openRow !== undefined) focusRow.current?.(openRow.key)
    void setUrl({ m: null, who: null })
  }, [openRow, setUrl])
  const step = (by: 1 | -1) => {
    const next = shown[openIndex + by]
    return openIndex === -1 || next === undefined ? null : () => open(next, null)
  }
  const clear = () => void setUrl({ q: null, show: null, time: null })

  useMessageKeys({
    onFilter: () => filterInput.current?.focus(),
    onShowNew: rows.show,
    onClose: m === null ? null : close,
    onNewer: step(-1),
    onOlder: step(1),
    onFirst: shown[0] === undefined ? null : () => focusRow.current?.(openRow?.key ?? shown[0]?.key ?? ''),
  })
  return (
    <>
      <div className="left">
        {children}
        <Toolbar
          text={q}
          show={show}
          range={time}
          inputRef={filterInput}
          onText={(next) => void setUrl({ q: next })}
          onShow={(next, text) => void setUrl({ show: next, q: text })}
          onRange={(next, text) => void setUrl({ time: next, q: text })}
          known={known}
        />
        <GridCard
          queue={queue}
          rows={rows}
          shown={shown}
          subscribers={subscribers}
          open={openRow?.key ?? null}
          onOpen={open}
          onPointed={setPointed}
          onView={setInView}
          focusRow={focusRow}
          filter={{ text: q, show, range: time, onClear: clear, onRange: (next) => void setUrl({ time: next }) }}
          reading={reading}
          view={view}
          tools={
            <span className="tools">
              <SavedFilters page="messages" value={q} onPick={(text) => void setUrl({ q: text })} />
              <ExportMenu name={`${queue.name}-messages`} rows={(run) => exportedRows(queue.name, question, run)} />
              <Segmented
                label="Rows as"
                value={view}
                options={VIEW_OPTIONS}
                onChange={(next) => void setUrl({ view: next })}
              />
            </span>
          }
        />
      </div>
      {address !== null && (
        <Panel
          key={m}
          queue={queue.name}
          address={address}
          lastSeq={queue.lastSeq}
          item={openRow?.message}
          subscribers={subscribers}
          who={who}
          onWho={(next) => void setUrl({ who: next })}
          onNewer={step(-1)}
          onOlder={step(1)}
          onClose={close}
          actions={(message) => <PanelActions message={message} />}
          deeds={(message, name, delivery) => (
            <DeliveryDeeds queue={queue} message={message} name={name} delivery={delivery} />
          )}
        />
      )}
    </>
  )
}
