'use client'
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useCallback } from 'react'
import { isSearch, type MessagesFilter, neighbourOptions } from '@/lib/queries/messages.ts'
import { openRef, refText, type useMessagesUrl } from './filter/use-messages-url.ts'
import type { Subscriber } from './grid/subscribers.ts'
import type { Row } from './rows/book.ts'
import type { useRows } from './rows/use-rows.ts'

interface Shown {
  readonly queue: string
  readonly question: MessagesFilter
  readonly rows: ReturnType<typeof useRows>
  readonly shown: readonly Row[]
  readonly url: ReturnType<typeof useMessagesUrl>
  readonly focusRow: RefObject<((row: string) => void) | null>
}

/** The message in the panel, and the ones next to it: among the rows, or by its seq where it is not one of them. */
export function useOpenMessage({ queue, question, rows, shown, url, focusRow }: Shown) {
  const { m, setUrl } = url
  const address = openRef(m)
  const index = shown.findIndex((row) => refText(row.message) === m)
  const row = shown[index]
  const seq = address !== null && 'seq' in address ? address.seq : null
  const lost = seq !== null && index === -1 && !rows.stale
  const atEnd = seq !== null && index !== -1 && index === shown.length - 1 && rows.older.more
  const newer = useNeighbour(queue, question, lost ? seq : null, 'newer')
  const older = useNeighbour(queue, question, lost || atEnd ? seq : null, 'older')

  const open = useCallback(
    (to: Row, subscriber: Subscriber | null) =>
      void setUrl({ m: refText(to.message), ...(subscriber !== null && { who: subscriber.id }) }),
    [setUrl],
  )
  const close = useCallback(() => {
    if (row !== undefined) focusRow.current?.(row.key)
    void setUrl({ m: null, who: null })
  }, [row, setUrl, focusRow])
  const step = (by: 1 | -1, beside: number | null) => {
    const next = index === -1 ? undefined : shown[index + by]
    if (next !== undefined) return () => open(next, null)
    return beside === null ? null : () => void setUrl({ m: String(beside) })
  }
  return { address, row, open, close, onNewer: step(-1, newer), onOlder: step(1, older) }
}

/** The seq next to one; `null` where there is none, it is not known yet, or a search would have to look for it. */
function useNeighbour(queue: string, question: MessagesFilter, seq: number | null, side: 'newer' | 'older') {
  const enabled = seq !== null && !isSearch(question)
  const { data } = useQuery({ ...neighbourOptions(queue, question, seq ?? 0, side), enabled })
  const next = data?.items.find((one) => one.seq !== null)
  return (enabled && next?.seq) || null
}
