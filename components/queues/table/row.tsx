'use client'
import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Icon } from '@/components/ui/icon.tsx'
import type { Queue } from '@/lib/api.ts'
import { RowMenu } from '../deeds/row-menu.tsx'
import { COLUMNS, Name, Published } from './cells.tsx'
import type { Line } from './line.ts'
import type { QueueTableProps } from './props.ts'

interface At {
  readonly index: number
  readonly measure: (element: HTMLTableRowElement | null) => void
}

type RowProps = At & Omit<QueueTableProps, 'lines' | 'sort' | 'onSort' | 'onView'> & { line: Line }

export function Row({ line, index, measure, tree, selected, onSelect, onToggle, onDeed }: RowProps) {
  const { queue } = line
  const chosen = queue !== null && selected.has(queue.name)
  return (
    <tr
      ref={measure}
      data-index={index}
      data-key={line.key}
      className={chosen ? 'chosen' : undefined}
      aria-rowindex={index + 2}
      {...(tree && placeOf(line))}
    >
      <th scope="row" {...(tree && ROW_HEAD)} style={indent(line)}>
        {queue !== null && <Select queue={queue} on={chosen} onSelect={onSelect} />}
        <Name line={line} onToggle={onToggle} />
      </th>
      <td className="sp">
        <Published line={line} />
      </td>
      {COLUMNS.map((column) => (
        <td key={column.id} className={column.wideOnly ? 'num hide' : 'num'} data-l={column.label}>
          {column.cell(line)}
        </td>
      ))}
      <td className="num act">{queue !== null && <RowMenu queue={queue} onDeed={onDeed} />}</td>
    </tr>
  )
}

const ROW_HEAD = { role: 'rowheader' } as const

/** As the stylesheet indents the first column. */
const INDENT = 16
const LEVEL_INDENT = 20

function indent({ place }: Line) {
  return place === null || place.level === 1 ? undefined : { paddingLeft: INDENT + (place.level - 1) * LEVEL_INDENT }
}

function placeOf({ place }: Line) {
  if (place === null) return {}
  return {
    'aria-level': place.level,
    'aria-posinset': place.position,
    'aria-setsize': place.siblings,
    ...(place.open !== null && { 'aria-expanded': place.open }),
  }
}

function Select({ queue, on, onSelect }: { queue: Queue; on: boolean; onSelect: QueueTableProps['onSelect'] }) {
  return (
    <BaseCheckbox.Root
      className={on ? 'check on' : 'check'}
      checked={on}
      aria-label={`Select ${queue.name}`}
      onCheckedChange={(next) => onSelect(queue, next)}
    >
      <BaseCheckbox.Indicator>
        <Icon name="check" size={12} />
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  )
}

/** Holds the place of a row that is on its way. */
export function PendingRow({ index, measure, columns }: At & { columns: number }) {
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} aria-busy="true">
      <td colSpan={columns} className="muted">
        Loading
      </td>
    </tr>
  )
}
