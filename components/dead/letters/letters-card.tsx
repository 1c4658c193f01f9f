'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ExportMenu } from '@/components/ui/export-menu.tsx'
import { CouldNotLoad, Loading, NoData } from '@/components/ui/screen.tsx'
import type { DeadLetter } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { EditLetter } from '../edit/edit-letter.tsx'
import { ownerOf, ownerWords, reasonWords, type Scope, soleOwner } from '../group.ts'
import type { useGroup } from '../use-group.ts'
import { BulkBar } from './bulk-bar.tsx'
import { exportRows } from './export-rows.ts'
import { LettersTable } from './letters-table.tsx'
import { chosenOf, type Selection } from './selection.ts'

interface LettersCardProps {
  scope: Scope
  group: ReturnType<typeof useGroup>
  total: number
  selection: Selection
  /** How many are selected. */
  chosen: number
  onSelect: (next: Selection) => void
  /** Clears the page's filter, where there is one. */
  onClear: (() => void) | null
}

/** The letters that are open, with which of them are meant. */
export function LettersCard({ scope, group, total, selection, chosen, onSelect, onClear }: LettersCardProps) {
  const { list, letters, filter } = group
  const [editing, setEditing] = useState<DeadLetter | null>(null)
  const sole = soleOwner(scope)
  const gone = new Set(scope.groups.filter((one) => one.gone !== undefined).map(ownerOf))
  const title = scope.group === null ? 'All that match' : reasonWords(scope.group.reason)
  const whose = sole === null ? ownerWords(scope) : `${sole.subscription} on ${sole.queue}`
  // What is selected one by one is on the page already; all that match is fetched, page by page.
  const rows: Parameters<typeof ExportMenu>[0]['rows'] = (run) =>
    exportRows(selection.kind === 'all' ? { filter, total } : { letters: chosenOf(selection, letters) }, run)
  return (
    <Card
      title={<span className="ellipsis">{title}</span>}
      sub={`${count(group.total ?? scope.count)}, ${whose}`}
      actions={chosen > 0 && <ExportMenu name={`dead-letters-${sole?.subscription ?? 'all'}`} rows={rows} />}
      className="letters"
    >
      {list.isPending && <Loading what="the letters" />}
      {list.isError && letters.length === 0 && (
        <CouldNotLoad
          title="Could not load the letters"
          error={list.error}
          onRetry={() => void list.refetch()}
          actions={onClear !== null && <Button onClick={onClear}>Clear filter</Button>}
        />
      )}
      {list.isSuccess && letters.length === 0 && (
        <NoData icon="dead" title="Nothing is left of these">
          They were redriven or deleted. What died since is not among them.
        </NoData>
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
          <LettersTable
            letters={letters}
            selection={selection}
            onSelect={onSelect}
            owners={sole === null}
            onEdit={(letter) => (gone.has(ownerOf(letter)) ? null : () => setEditing(letter))}
          />
          <p className="cardend letterend">
            <span className="hint">{`${count(letters.length)} of ${count(total)}, each kept for 30 d`}</span>
            <span className="grow" />
            {list.isError && <span className="hint bad">Could not refresh. These may be old. </span>}
            {list.hasNextPage && (
              <Button small aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Older
              </Button>
            )}
          </p>
        </>
      )}
      {editing !== null && <EditLetter letter={editing} onClose={() => setEditing(null)} />}
    </Card>
  )
}
