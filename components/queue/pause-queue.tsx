'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { QueueDetail } from '@/lib/api.ts'
import { counted } from '@/lib/format.ts'
import { pauseQueue, queueKeys } from '@/lib/queries/queues.ts'
import { subscriptionKeys } from '@/lib/queries/subscriptions.ts'

/** Pausing asks first, because it stops others; going on again does not. On a phone it has no room in the top bar. */
export function PauseQueue({ queue, className }: { queue: QueueDetail; className: 'wide-only' | 'phone-only' }) {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const change = useMutation({
    mutationFn: (paused: boolean) => pauseQueue(queue.name, paused),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: queueKeys.all }),
        client.invalidateQueries({ queryKey: subscriptionKeys.all }),
      ])
    },
  })
  if (queue.paused) {
    return (
      <Button className={className} title={change.error?.message} onClick={() => change.mutate(false)}>
        Resume queue
      </Button>
    )
  }
  return (
    <>
      <Button className={className} onClick={() => setAsking(true)}>
        Pause queue…
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => change.mutateAsync(true)}
        title={`Pause ${queue.name}?`}
        deed={`Pause ${queue.name}`}
        keep="Keep it running"
      >
        <p>Queued delivery stops for {counted(queue.subscriptions, 'subscription')}; publishing and real time go on.</p>
      </Confirm>
    </>
  )
}
