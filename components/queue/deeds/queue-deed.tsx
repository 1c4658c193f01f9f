'use client'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { Queue } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { attentionKeys } from '@/lib/queries/attention.ts'
import { messageKeys } from '@/lib/queries/messages.ts'
import { deleteQueue, pauseQueue, purgeQueue, queueKeys } from '@/lib/queries/queues.ts'
import { subscriptionKeys } from '@/lib/queries/subscriptions.ts'
import { type Deed, deedWords, doneWords } from './words.ts'

interface QueueDeedProps {
  /** `null` while nothing is asked. */
  deed: Deed | null
  /** One, or those that are selected. */
  queues: readonly Queue[]
  onClose: () => void
  /** All of it is done; `words` say what, with the count. */
  onDone?: (words: string) => void
}

/** Asks before something is done to a queue, or to several: names them, the count and the consequence. */
export function QueueDeed({ deed, queues, onClose, onDone }: QueueDeedProps) {
  const client = useQueryClient()
  // What is asked about stays what it was, also when the list changes below the dialog.
  const [asked, setAsked] = useState<{ deed: Deed; queues: readonly Queue[] } | null>(null)
  const [done, setDone] = useState(0)
  if (deed !== null && asked === null) setAsked({ deed, queues })
  if (deed === null && asked !== null) setAsked(null)
  if (asked === null) return null
  const words = deedWords(asked.deed, asked.queues)

  async function run(what: { deed: Deed; queues: readonly Queue[] }) {
    try {
      const purged = await runAll(what.deed, what.queues, setDone)
      onDone?.(doneWords(what.deed, what.queues, purged))
    } finally {
      setDone(0)
      await refresh(client, what.deed, what.queues)
    }
  }
  return (
    <Confirm
      open
      onClose={onClose}
      onConfirm={() => run(asked)}
      title={words.title}
      deed={words.deed}
      keep={words.keep}
      kind={asked.deed === 'resume' ? 'primary' : 'destroy'}
      {...(words.typed !== undefined && { typed: words.typed })}
    >
      <p>{asked.deed === 'pause' ? words.goes : <b>{words.goes}</b>}</p>
      {words.stays !== '' && <p>{words.stays}</p>}
      <p role="status">{done > 0 ? `${count(done)} of ${count(asked.queues.length)}` : ''}</p>
    </Confirm>
  )
}

/** One after the other, so that a failure says where it stopped. Answers how many messages went. */
async function runAll(deed: Deed, queues: readonly Queue[], progress: (done: number) => void): Promise<number> {
  let purged = 0
  for (const [at, { name }] of queues.entries()) {
    try {
      purged += await runOne(deed, name)
    } catch (cause) {
      if (queues.length === 1) throw cause
      const why = cause instanceof Error ? cause.message : 'The broker gave no reason.'
      throw new Error(`It stopped at ${name}, after ${count(at)} of ${count(queues.length)}: ${why}`, { cause })
    }
    if (queues.length > 1) progress(at + 1)
  }
  return purged
}

async function runOne(deed: Deed, name: string): Promise<number> {
  if (deed === 'purge') return (await purgeQueue(name)).purged
  if (deed === 'delete') await deleteQueue(name)
  else await pauseQueue(name, deed === 'pause')
  return 0
}

async function refresh(client: QueryClient, deed: Deed, queues: readonly Queue[]): Promise<void> {
  // A queue that is gone is not asked for again.
  if (deed === 'delete') for (const { name } of queues) client.removeQueries({ queryKey: queueKeys.one(name) })
  const keys = [
    queueKeys.all,
    subscriptionKeys.all,
    attentionKeys.all,
    ...queues.map(({ name }) => messageKeys.queue(name)),
  ]
  await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
}
