'use client'
import { useState } from 'react'
import type { DeadFilter } from './filter/use-dead-filter.ts'
import type { Scope } from './group.ts'
import { LettersCard } from './letters/letters-card.tsx'
import { ALL, bodyOf, countOf, NAMED_MOST, type Selection } from './letters/selection.ts'
import { RedrivePanel } from './redrive/redrive-panel.tsx'
import { useGroup } from './use-group.ts'

/** The letters that are open, which of them are meant, and what can be done with those. */
export function OpenLetters({ scope, url }: { scope: Scope; url: DeadFilter }) {
  const group = useGroup(url.filter, scope)
  const [selection, setSelection] = useState<Selection>(ALL)
  const { letters, filter } = group
  const total = group.total ?? 0
  const chosen = countOf(selection, letters, total)
  return (
    <>
      <LettersCard
        scope={scope}
        group={group}
        total={total}
        selection={selection}
        chosen={chosen}
        onSelect={setSelection}
        onClear={url.filtered ? url.clear : null}
      />
      <RedrivePanel
        scope={scope}
        chosen={chosen}
        tooMany={selection.kind === 'some' && chosen > NAMED_MOST}
        body={bodyOf(selection, letters, filter, total)}
        onDone={() => setSelection(ALL)}
      />
    </>
  )
}
