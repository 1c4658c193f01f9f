'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import { moment } from '@/lib/format.ts'
import { cancelScheduled } from '@/lib/queries/deliveries.ts'
import { messageKeys } from '@/lib/queries/messages.ts'
import { queueKeys } from '@/lib/queries/queues.ts'

interface CancelScheduledProps {
  queue: string
  id: string
  event: string
  dueAt: string
}

/** Takes a delayed message back while it is not due. Nobody gets it then, so it asks first. */
export function CancelScheduled({ queue, id, event, dueAt }: CancelScheduledProps) {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  async function run() {
    const { cancelled } = await cancelScheduled(queue, id)
    await Promise.all([
      client.invalidateQueries({ queryKey: messageKeys.queue(queue) }),
      client.invalidateQueries({ queryKey: queueKeys.all }),
    ])
    if (!cancelled) throw new Error('It was too late: it is due, or was cancelled already.')
  }
  return (
    <>
      <Button small variant="danger" onClick={() => setAsking(true)}>
        Cancel delivery…
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={run}
        title="Cancel this delayed message?"
        deed="Cancel delivery"
        keep="Keep it scheduled"
      >
        <p>{`${event} is due ${moment(dueAt)}. Cancelled, it never gets into ${queue}, nobody gets it, and nothing brings it back.`}</p>
      </Confirm>
    </>
  )
}
