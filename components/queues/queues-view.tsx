'use client'
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { PauseButton } from '@/components/shell/frame/pause-button.tsx'
import { Page } from '@/components/shell/page.tsx'
import { Button } from '@/components/ui/button.tsx'
import { QUEUE_SORTS } from '@/lib/api.ts'
import { CreateQueue } from './create/create-queue.tsx'
import { QueuesCard } from './queues-card.tsx'

const parsers = {
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(QUEUE_SORTS).withDefault('-urgency'),
  view: parseAsStringLiteral(['list', 'tree']).withDefault('list'),
  /** Branches of the tree that are unfolded. */
  open: parseAsArrayOf(parseAsString).withDefault([]),
}

/** All queues. Filter, order, list or tree, and what is unfolded stand in the URL: it leads to exactly what one sees. */
export function QueuesView() {
  const [asked, setUrl] = useQueryStates(parsers, { history: 'replace' })
  const [creating, setCreating] = useState(false)
  const create = () => setCreating(true)
  const actions = (
    <>
      <PauseButton />
      <Button onClick={create}>New queue…</Button>
    </>
  )
  return (
    <Page title="Queues" actions={actions}>
      <QueuesCard asked={asked} onAsk={(next) => void setUrl(next)} onCreate={create} />
      <CreateQueue open={creating} onClose={() => setCreating(false)} />
    </Page>
  )
}
