'use client'
import { Button } from '@/components/ui/button.tsx'
import { Checkbox } from '@/components/ui/input/checkbox.tsx'
import type { DeadLetter } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { ALL, NONE, pageOf, type Selection, selectionWords } from './selection.ts'

interface BulkBarProps {
  selection: Selection
  letters: readonly DeadLetter[]
  total: number
  chosen: number
  /** So many died since, and are not on the page. */
  newer: number
  onSelect: (next: Selection) => void
  onLetIn: () => void
}

/** What is selected, and the other choices. New letters wait here, so that no row moves. */
export function BulkBar({ selection, letters, total, chosen, newer, onSelect, onLetIn }: BulkBarProps) {
  const all = selection.kind === 'all'
  return (
    <div className="bulk">
      <Checkbox checked={chosen > 0} onChange={(on) => onSelect(on ? ALL : NONE)}>
        <b aria-live="polite">{selectionWords(selection, chosen, total)}</b>
      </Checkbox>
      {all && total > letters.length && (
        <Button variant="quiet" small onClick={() => onSelect(pageOf(letters))}>
          {`Only the ${count(letters.length)} on this page`}
        </Button>
      )}
      {!all && chosen > 0 && (
        <Button variant="quiet" small onClick={() => onSelect(ALL)}>
          {`Select all ${count(total)}`}
        </Button>
      )}
      <span className="grow" />
      {newer > 0 && (
        <Button variant="quiet" small onClick={onLetIn}>
          <span role="status">{`${count(newer)} more since. Show them`}</span>
        </Button>
      )}
    </div>
  )
}
