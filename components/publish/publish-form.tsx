'use client'
import { useState } from 'react'
import { CodeCard } from '@/components/code/code-card.tsx'
import type { Delivery } from '@/lib/api.ts'
import { WhatIf } from './aside/what-if.tsx'
import { checkDraft, type Draft, delayOf, EMPTY_DRAFT, FIRST_TEXT, messageOf } from './form/draft.ts'
import { FormCard } from './form/form-card.tsx'
import { ResultsTable } from './form/results-table.tsx'
import { useKnownQueues } from './form/use-known.ts'
import { usePublish } from './form/use-publish.ts'
import { checkJson } from './json/check.ts'

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
  const { results, publish, clear } = usePublish()
  const delivery = useDelivery(draft)
  const { faults, json, complete } = checkDraft(draft, delivery)
  // While it is broken the code beside it keeps showing the last payload that was whole.
  const [whole, setWhole] = useState(draft.text)
  if (json.ok && whole !== draft.text) setWhole(draft.text)
  const lastWhole = json.ok ? json : checkJson(whole)
  const message = messageOf(draft, lastWhole.ok ? lastWhole.value : null, delivery)

  async function send() {
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
          faults={faults}
          json={json}
          complete={complete}
          onPublish={send}
          keep={keep}
          onKeep={setKeep}
          fixed={queue !== undefined}
        />
        <ResultsTable
          results={results}
          onClear={clear}
          onAgain={(result) => publish(result.queue, result.message, result.delivery)}
        />
      </div>
      <div>
        <WhatIf queue={draft.queue} event={draft.event} delivery={delivery} delayMs={delayOf(draft, delivery)} />
        <CodeCard
          queue={draft.queue === '' ? 'orders' : draft.queue}
          message={draft.event === '' ? { ...message, event: 'created' } : message}
        />
      </div>
    </div>
  )
}

/** What the form says, else what its queue is set to, else queued. */
function useDelivery(draft: Draft): Delivery {
  const known = useKnownQueues().find((one) => one.name === draft.queue)
  return draft.delivery ?? known?.settings.delivery ?? 'queued'
}
