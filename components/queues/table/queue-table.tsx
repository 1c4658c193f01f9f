'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { COLUMNS } from './cells.tsx'
import { Head } from './head.tsx'
import type { QueueTableProps } from './props.ts'
import { PendingRow, Row } from './row.tsx'
import { useLineKeys } from './use-line-keys.ts'

/** `--row` of the stylesheet; a row of a phone is measured. */
const ROW_HEIGHT = 37
const ALL_COLUMNS = COLUMNS.length + 3
const TREE = { role: 'treegrid' } as const

/** A real table of which only the rows in view are drawn; ten thousand are as quick as ten. */
export function QueueTable(props: QueueTableProps) {
  const { lines, tree, onView } = props
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 12,
    scrollPaddingStart: ROW_HEIGHT,
    onChange: (instance) => {
      const items = instance.getVirtualItems()
      onView?.(items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
    },
  })
  useLineKeys(scroller, { ...props, scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }) })
  const items = virtual.getVirtualItems()
  return (
    <section className="tablescroll queuescroll" ref={scroller} aria-label="Queues table">
      <table className="qtable queues" {...(tree && TREE)} aria-label="Queues" aria-rowcount={lines.length + 1}>
        <Head sort={props.sort} onSort={props.onSort} />
        <tbody>
          <Spacer height={items[0]?.start ?? 0} />
          {items.map(({ index, key }) => {
            const line = lines[index]
            const at = { index, measure: virtual.measureElement }
            if (line === undefined) return <PendingRow key={key} {...at} columns={ALL_COLUMNS} />
            return <Row key={key} {...at} {...props} line={line} />
          })}
          <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </section>
  )
}

/** Stands for the rows that are not drawn, so that the scroll bar tells the truth. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr className="spacer">
      <td colSpan={ALL_COLUMNS} style={{ height }} />
    </tr>
  )
}
