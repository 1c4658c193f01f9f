'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { later, useNeeded } from '@/components/ui/overlay/later.ts'
import type { QueueDetail } from '@/lib/api.ts'
import { pauseQueue, queueKeys } from '@/lib/queries/queues.ts'
import { subscriptionKeys } from '@/lib/queries/subscriptions.ts'

const queueDeed = later(() => import('./deeds/queue-deed.tsx'))

/** Pausing asks first, because it stops others; going on again does not. On a phone it has no room in the top bar. */
export function PauseQueue({ queue, className }: { queue: QueueDetail; className: 'wide-only' | 'phone-only' }) {
  const [asking, setAsking] = useState(false)
  const dialog = useNeeded(queueDeed, asking)
  const resume = useResume(queue.name)
  if (queue.paused) {
    return (
      <Button className={className} title={resume.error?.message} onClick={() => resume.mutate()}>
        Resume queue
      </Button>
    )
  }
  return (
    <>
      <Button className={className} onClick={() => setAsking(true)}>
        Pause queue…
      </Button>
      {asking && dialog !== undefined && (
        <dialog.QueueDeed deed="pause" queues={[queue]} onClose={() => setAsking(false)} />
      )}
    </>
  )
}

/** Goes on with a queue, without a question: nothing is lost by it. */
export function useResume(name: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => pauseQueue(name, false),
    onSuccess: async () => {
      await Promise.all([queueKeys.all, subscriptionKeys.all].map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
}
