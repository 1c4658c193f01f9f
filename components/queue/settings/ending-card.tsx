'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { counted } from '@/lib/format.ts'
import { messageKeys } from '@/lib/queries/messages.ts'
import { deleteQueue, purgeQueue, queueKeys } from '@/lib/queries/queues.ts'
import { subscriptionKeys } from '@/lib/queries/subscriptions.ts'
import { deleteWords, keptOf, purgeWords } from './ending-words.ts'

/** What empties or ends a queue. Nothing brings it back, so its name has to be typed. */
export function EndingCard({ queue }: { queue: QueueDetail }) {
  const [asking, setAsking] = useState<'purge' | 'delete' | null>(null)
  const [purged, setPurged] = useState<number>()
  const deeds = useDeeds(queue.name)
  const kept = keptOf(queue)
  const close = () => setAsking(null)
  const messages = counted(kept, 'message')
  return (
    <Card title="Empty or delete" className="settings">
      <div className="pad stack">
        <EndingRow words={`${messages} in it now. Subscriptions and dead letters stay.`}>
          <Button variant="danger" onClick={() => setAsking('purge')}>
            {`Purge ${queue.name}…`}
          </Button>
        </EndingRow>
        {purged !== undefined && (
          <p
            className="hint"
            role="status"
          >{`${counted(purged, 'message')} ${purged === 1 ? 'was' : 'were'} purged.`}</p>
        )}
        <EndingRow words="The queue with its messages, subscriptions and settings. Dead letters stay.">
          <Button variant="danger" onClick={() => setAsking('delete')}>
            {`Delete ${queue.name}…`}
          </Button>
        </EndingRow>
      </div>
      <Confirm
        open={asking === 'purge'}
        onClose={close}
        onConfirm={async () => setPurged((await deeds.purge()).purged)}
        title={`Purge ${queue.name}?`}
        deed={kept === 0 ? `Purge ${queue.name}` : `Purge ${messages}`}
        keep="Keep them"
        typed={queue.name}
      >
        <Words {...purgeWords(queue)} />
      </Confirm>
      <Confirm
        open={asking === 'delete'}
        onClose={close}
        onConfirm={deeds.remove}
        title={`Delete ${queue.name}?`}
        deed={`Delete ${queue.name}`}
        keep="Keep it"
        typed={queue.name}
      >
        <Words {...deleteWords(queue)} />
      </Confirm>
    </Card>
  )
}

function EndingRow({ words, children }: { words: string; children: React.ReactNode }) {
  return (
    <div className="ending">
      <p className="soft">{words}</p>
      {children}
    </div>
  )
}

function Words({ goes, stays }: { goes: string; stays: string }) {
  return (
    <>
      <p>
        <b>{goes}</b>
      </p>
      <p>{stays}</p>
    </>
  )
}

function useDeeds(name: string) {
  const client = useQueryClient()
  const router = useRouter()
  const refresh = () =>
    Promise.all(
      [queueKeys.all, subscriptionKeys.all, messageKeys.queue(name)].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
  return {
    async purge() {
      const answer = await purgeQueue(name)
      await refresh()
      return answer
    },
    async remove() {
      await deleteQueue(name)
      router.push('/queues')
      client.removeQueries({ queryKey: queueKeys.one(name) })
      await client.invalidateQueries({ queryKey: queueKeys.all, refetchType: 'none' })
    },
  }
}
