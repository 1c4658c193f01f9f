import { Chip } from '@/components/ui/badge.tsx'
import { Button, ButtonLink } from '@/components/ui/button.tsx'
import { NoData, NothingMatches } from '@/components/ui/screen.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { readTerms } from '@/lib/filters/terms.ts'
import { RANGE_WORDS, type Range } from '@/lib/filters/times.ts'
import { counted } from '@/lib/format.ts'
import { piece } from '@/lib/queries/request.ts'
import { type Show, widerRange } from '../filter/question.ts'

export interface FilterState {
  readonly text: string
  readonly show: Show
  readonly range: Range
  readonly onClear: () => void
  readonly onRange: (range: Range) => void
}

/** No message at all, or none that matches: never the same screen. */
export function EmptyGrid({ queue, filter }: { queue: QueueDetail; filter: FilterState }) {
  return isAsked(filter) ? <NoMatch queue={queue} filter={filter} /> : <NoMessages queue={queue} />
}

/** Whether anything narrows the list down. */
export function isAsked(filter: FilterState): boolean {
  return filter.text !== '' || filter.show !== 'all' || filter.range !== 'any'
}

function NoMessages({ queue }: { queue: QueueDetail }) {
  const title = queue.lastSeq === 0 ? `${queue.name} has no messages yet` : `${queue.name} keeps no messages now`
  return (
    <NoData
      title={title}
      actions={
        <ButtonLink variant="primary" href={`/queues/${piece(queue.name)}/publish`}>
          Publish one
        </ButtonLink>
      }
    >
      {queue.lastSeq === 0
        ? 'The first one that is published to it shows up here by itself.'
        : `${counted(queue.lastSeq, 'message')} came before. The next one shows up here by itself.`}
    </NoData>
  )
}

function NoMatch({ queue, filter }: { queue: QueueDetail; filter: FilterState }) {
  const wider = widerRange(filter.range)
  const chips = readTerms(filter.text).terms
  return (
    <NothingMatches
      title="Nothing matches"
      actions={
        <>
          <Button onClick={filter.onClear}>Clear filter</Button>
          {wider !== null && (
            <Button onClick={() => filter.onRange(wider)}>
              {wider === 'any' ? 'Search any time' : `Search the ${lower(RANGE_WORDS[wider])}`}
            </Button>
          )}
        </>
      }
    >
      {`${counted(queue.lastSeq, 'queued message')} so far, none `}
      {filter.show !== 'all' && chips.every((chip) => chip.field !== 'state') && `${filter.show} `}
      {chips.length > 0 && 'with '}
      {chips.map((chip, index) => (
        <span key={`${chip.field} ${chip.value}`}>
          {index > 0 && ' and '}
          <Chip name={chip.field}>{chip.value}</Chip>
        </span>
      ))}
      {filter.range === 'any' ? ' at any time.' : ` in the ${lower(RANGE_WORDS[filter.range])}.`}
    </NothingMatches>
  )
}

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1)
