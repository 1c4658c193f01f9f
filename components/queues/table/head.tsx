'use client'
import { QUEUE_SORTS } from '@/lib/api.ts'
import type { QueueSort } from '@/lib/queries/queues.ts'
import { COLUMNS } from './cells.tsx'

interface HeadProps {
  sort: QueueSort
  onSort: (next: QueueSort) => void
}

/** Every figure can be sorted by: largest first, and the other way round when its head is pressed again. */
export function Head({ sort, onSort }: HeadProps) {
  return (
    <thead>
      <tr>
        <Sortable word="Queue" first="name" sort={sort} onSort={onSort} />
        <th scope="col">Published, 15 min</th>
        {COLUMNS.map((column) => (
          <Sortable key={column.id} num word={column.head} first={column.sort} sort={sort} onSort={onSort} />
        ))}
        <th scope="col">
          <span className="sr">Actions</span>
        </th>
      </tr>
    </thead>
  )
}

function Sortable({
  word,
  first,
  num = false,
  sort,
  onSort,
}: HeadProps & { word: string; first: QueueSort; num?: boolean }) {
  const other = turned(first)
  const way = sort === first || sort === other ? (sort.startsWith('-') ? 'descending' : 'ascending') : undefined
  return (
    <th scope="col" className={num ? 'num' : undefined} aria-sort={way}>
      <button type="button" className="sorter" onClick={() => onSort(sort === first ? other : first)}>
        {word}
      </button>
    </th>
  )
}

/** The same order the other way round. */
function turned(sort: QueueSort): QueueSort {
  const other = sort.startsWith('-') ? sort.slice(1) : `-${sort}`
  return QUEUE_SORTS.find((one) => one === other) ?? sort
}
