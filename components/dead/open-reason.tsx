'use client'
import { useState } from 'react'
import type { DeadLetterReason } from '@/lib/api.ts'
import { lettersFilter } from './group.ts'
import { LettersCard } from './letters/letters-card.tsx'
import { ALL, bodyOf, countOf, NAMED_MOST, type Selection } from './letters/selection.ts'
import { RedrivePanel } from './redrive/redrive-panel.tsx'
import { useDeadUrl } from './use-dead-url.ts'
import { useGroup } from './use-group.ts'

/** The letters of one reason, which of them are meant, and what can be done with those. */
export function OpenReason({ picked }: { picked: DeadLetterReason }) {
  const { q, setUrl } = useDeadUrl()
  const { event, problems } = lettersFilter(q)
  const group = useGroup(picked, event)
  const [selection, setSelection] = useState<Selection>(ALL)
  const { letters, filter } = group
  const total = group.total ?? 0
  const chosen = countOf(selection, letters, total)
  return (
    <>
      <LettersCard
        picked={picked}
        group={group}
        total={total}
        selection={selection}
        chosen={chosen}
        onSelect={setSelection}
        filter={{
          text: q,
          problems,
          onText: (next) => {
            setSelection(ALL)
            void setUrl({ q: next })
          },
        }}
      />
      <RedrivePanel
        picked={picked}
        chosen={chosen}
        tooMany={selection.kind === 'some' && chosen > NAMED_MOST}
        body={bodyOf(selection, letters, filter, total)}
        onDone={() => setSelection(ALL)}
      />
    </>
  )
}
