'use client'
import { useState } from 'react'
import { PublishCodeDialog } from '@/components/code/code-dialog.tsx'
import { Button, ButtonLink } from '@/components/ui/button.tsx'
import type { MessageDetail } from '@/lib/api.ts'
import { piece } from '@/lib/queries/request.ts'
import { CancelScheduled } from '../deeds/cancel-scheduled.tsx'
import { PublishAgain } from '../deeds/publish-again.tsx'
import { refText } from '../filter/use-messages-url.ts'

/** Publish it again, as it was, edited or by code, without its id, which would make it a duplicate; or take it back. */
export function PanelActions({ message }: { message: MessageDetail }) {
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
      {dueAt === undefined && <PublishAgain queue={queue} message={body} />}
      <ButtonLink small href={`/queues/${piece(queue)}/publish?from=${piece(refText(message))}`}>
        Edit and publish
      </ButtonLink>
      <Button small variant="quiet" onClick={() => setCode(true)}>
        Copy as code…
      </Button>
      {code && <PublishCodeDialog queue={queue} message={body} onClose={() => setCode(false)} />}
      {dueAt !== undefined && <CancelScheduled queue={queue} id={id} event={event} dueAt={dueAt} />}
    </>
  )
}
