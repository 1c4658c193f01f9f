'use client'
import { useRef } from 'react'
import { Chip } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { FilterField } from '@/components/ui/input/filter-field.tsx'
import { useSlashKey } from '@/components/ui/input/use-slash-key.ts'
import { CouldNotLoad, Loading, NothingMatches } from '@/components/ui/screen.tsx'
import type { DeadLetterReason } from '@/lib/api.ts'
import { count, counted } from '@/lib/format.ts'
import type { useGroup } from '../use-group.ts'
import { BulkBar } from './bulk-bar.tsx'
import { LettersTable } from './letters-table.tsx'
import type { Selection } from './selection.ts'

interface LettersCardProps {
  picked: DeadLetterReason
  group: ReturnType<typeof useGroup>
  total: number
  selection: Selection
  /** How many are selected. */
  chosen: number
  onSelect: (next: Selection) => void
  filter: { text: string; problems: readonly string[]; onText: (next: string) => void }
}

/** The letters of one reason, with which of them are meant. */
export function LettersCard({ picked, group, total, selection, chosen, onSelect, filter }: LettersCardProps) {
  const input = useRef<HTMLInputElement>(null)
  const { list, letters } = group
  useSlashKey(input)
  const clear = () => filter.onText('')
  const field = (
    <FilterField
      slim
      label="Filter dead letters"
      placeholder="Filter: event:created"
      value={filter.text}
      onChange={filter.onText}
      problems={filter.problems}
      inputRef={input}
    />
  )
  return (
    <Card
      title={<span className="ellipsis">{`“${picked.reason}”`}</span>}
      sub={`${count(group.total ?? picked.count)}, ${picked.subscription} on ${picked.queue}`}
      actions={field}
      className="letters"
    >
      {list.isPending && <Loading what="the letters" />}
      {list.isError && letters.length === 0 && (
        <CouldNotLoad
          title="Could not load the letters"
          error={list.error}
          onRetry={() => void list.refetch()}
          actions={filter.text !== '' && <Button onClick={clear}>Clear filter</Button>}
        />
      )}
      {list.isSuccess && letters.length === 0 && (
        <NothingMatches title="Nothing matches" actions={<Button onClick={clear}>Clear filter</Button>}>
          {`${counted(picked.count, 'dead letter')} with this reason, none with `}
          <Chip>{filter.text}</Chip>
        </NothingMatches>
      )}
      {letters.length > 0 && (
        <>
          <BulkBar
            selection={selection}
            letters={letters}
            total={total}
            chosen={chosen}
            newer={group.newer}
            onSelect={onSelect}
            onLetIn={group.letIn}
          />
          <LettersTable letters={letters} selection={selection} onSelect={onSelect} />
          <p className="cardend letterend">
            <span className="hint">{`${count(letters.length)} of ${count(total)}, each kept for 30 d`}</span>
            <span className="grow" />
            {list.isError && <span className="hint bad">Could not refresh. </span>}
            {list.hasNextPage && (
              <Button small aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Older
              </Button>
            )}
          </p>
        </>
      )}
    </Card>
  )
}
