'use client'
import { useState } from 'react'
import { PublishCodeDialog } from '@/components/code/code-dialog.tsx'
import { Button, ButtonLink } from '@/components/ui/button.tsx'
import type { MessageItem } from '@/lib/api.ts'
import { piece } from '@/lib/queries/request.ts'
import { CancelScheduled } from '../deeds/cancel-scheduled.tsx'
import { refText } from '../filter/use-messages-url.ts'

/** Publish it again, by hand or by code, without its id, which would make it a duplicate; or take it back. */
export function PanelActions({ message }: { message: Omit<MessageItem, 'deliveries'> }) {
  const [code, setCode] = useState(false)
  const { queue, event, payload, delivery, key, headers, id, dueAt } = message
  const body = {
    event,
    payload,
    delivery,
    ...(key !== undefined && { key }),
    ...(Object.keys(headers).length > 0 && { headers }),
  }
  return (
    <>
      <ButtonLink small href={`/queues/${piece(queue)}/publish?from=${piece(refText(message))}`}>
        Publish again…
      </ButtonLink>
      <Button small variant="quiet" onClick={() => setCode(true)}>
        Copy as code…
      </Button>
      {code && <PublishCodeDialog queue={queue} message={body} onClose={() => setCode(false)} />}
      {dueAt !== undefined && <CancelScheduled queue={queue} id={id} event={event} dueAt={dueAt} />}
    </>
  )
}
