'use client'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { PauseButton } from '@/components/shell/frame/pause-button.tsx'
import { Page } from '@/components/shell/page.tsx'
import { Button } from '@/components/ui/button.tsx'
import { QUEUE_SORTS } from '@/lib/api.ts'
import { CreateQueue } from './create-queue.tsx'
import { QueuesData } from './queues-data.tsx'

const parsers = {
  prefix: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(QUEUE_SORTS).withDefault('-dead'),
}

/** All queues: filter and order stand in the URL. */
export function QueuesView() {
  const [{ prefix, sort }, setUrl] = useQueryStates(parsers, { history: 'replace' })
  const [creating, setCreating] = useState(false)
  const actions = (
    <>
      <PauseButton />
      <Button onClick={() => setCreating(true)}>New queue…</Button>
    </>
  )
  return (
    <Page title="Queues" actions={actions}>
      <QueuesData
        prefix={prefix}
        sort={sort}
        onPrefix={(next) => void setUrl({ prefix: next })}
        onSort={(next) => void setUrl({ sort: next })}
        onCreate={() => setCreating(true)}
      />
      <CreateQueue open={creating} onClose={() => setCreating(false)} />
    </Page>
  )
}
