'use client'
import { useMemo, useState } from 'react'
import { CodeCard } from '@/components/code/code-card.tsx'
import { later, useNeeded } from '@/components/ui/overlay/later.ts'
import { WhatIf } from './aside/what-if.tsx'
import { compose } from './form/compose.ts'
import { type Draft, delayOf, EMPTY_DRAFT, FIRST_TEXT, messageOf } from './form/draft.ts'
import { FormCard } from './form/form-card.tsx'
import { againOf } from './form/results.ts'
import { useKnown } from './form/use-known.ts'
import { usePublish } from './form/use-publish.ts'
import { checkJson } from './json/check.ts'
import { useMany } from './many/use-many.ts'

const outcome = later(() => import('./outcome.ts'))

interface PublishFormProps {
  /** Given: the form publishes to this queue and to no other. */
  queue?: string
  /** What stands in the form at first. */
  initial?: Partial<Draft>
}

/** Publish by hand: the form, who gets it, the same as code, and what came of it. */
export function PublishForm({ queue, initial }: PublishFormProps) {
  const [draft, setDraft] = useState<Draft>({ ...EMPTY_DRAFT, ...initial, ...(queue !== undefined && { queue }) })
  const [keep, setKeep] = useState(true)
  const { results, publish, clear } = usePublish(queue)
  const known = useKnown(draft.queue)
  // What the form says, else what its queue is set to, else queued.
  const delivery = draft.delivery ?? known.queue?.settings.delivery ?? 'queued'
  const many = useMany()
  const came = useNeeded(outcome, many.run !== null || results.length > 0)
  const [turn, setTurn] = useState({ counter: 1, tries: 0 })
  // Its values stand until it is published or asked for others: what is shown is what is sent.
  const composed = useMemo(
    () => compose(draft, delivery, { counter: turn.counter, now: Date.now() }),
    [draft, delivery, turn],
  )
  const { json, filled } = composed
  // While it is broken the code beside it keeps showing the last payload that was whole.
  const [whole, setWhole] = useState(filled.text)
  if (json.ok && whole !== filled.text) setWhole(filled.text)
  const lastWhole = json.ok ? json : checkJson(whole)
  const message = messageOf(filled, lastWhole.ok ? lastWhole.value : null, delivery)

  async function send() {
    setTurn(({ counter, tries }) => ({ counter: counter + 1, tries }))
    await publish(draft.queue, message, delivery)
    if (!keep) setDraft((before) => ({ ...EMPTY_DRAFT, queue: before.queue, event: before.event, text: FIRST_TEXT }))
  }
  return (
    <div className="form2">
      <div>
        <FormCard
          draft={draft}
          onDraft={(change) => setDraft((before) => ({ ...before, ...change }))}
          delivery={delivery}
          {...composed}
          onAnother={() => setTurn(({ counter, tries }) => ({ counter, tries: tries + 1 }))}
          onPublish={send}
          many={many}
          keep={keep}
          onKeep={setKeep}
          fixed={queue !== undefined}
          known={known}
        />
        {came !== undefined && (
          <>
            <came.RunCard many={many} />
            <came.ResultsTable
              results={results}
              onClear={clear}
              onAgain={(result) => publish(result.queue, againOf(result), result.delivery)}
              fixed={queue !== undefined}
            />
          </>
        )}
      </div>
      <div>
        <WhatIf
          queue={draft.queue}
          event={draft.event}
          messageKey={filled.key}
          delivery={delivery}
          delayMs={delayOf(draft, delivery)}
          known={known}
        />
        <CodeCard
          queue={draft.queue === '' ? 'orders' : draft.queue}
          message={draft.event === '' ? { ...message, event: 'created' } : message}
        />
      </div>
    </div>
  )
}
