'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import type { PublishAck, PublishBody } from '@/lib/api.ts'
import { counted } from '@/lib/format.ts'
import { messageHref } from '@/lib/links.ts'
import { audienceOptions } from '@/lib/queries/audience.ts'
import { messageKeys } from '@/lib/queries/messages.ts'
import { publishMessage } from '@/lib/queries/publish.ts'
import { queueKeys } from '@/lib/queries/queues.ts'
import { againWords } from './again-words.ts'

interface PublishAgainProps {
  queue: string
  /** Without its id, which would make it a duplicate of itself. */
  message: PublishBody
}

/** The same message once more, as it was, to everybody: so it asks first, and says who gets it. */
export function PublishAgain({ queue, message }: PublishAgainProps) {
  const [asking, setAsking] = useState(false)
  const client = useQueryClient()
  const publish = useMutation({
    mutationFn: () => publishMessage(queue, message),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: messageKeys.queue(queue) })
      await client.invalidateQueries({ queryKey: queueKeys.all })
    },
  })
  return (
    <>
      <Button small onClick={() => setAsking(true)}>
        Publish again…
      </Button>
      {publish.data !== undefined && <Published queue={queue} ack={publish.data} />}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => publish.mutateAsync()}
        title={`Publish ${message.event} to ${queue} again?`}
        deed="Publish again"
        keep="Leave it as it is"
        kind="primary"
      >
        <Consequence queue={queue} message={message} />
      </Confirm>
    </>
  )
}

/** Drawn only while it is asked: who is there changes. */
function Consequence({ queue, message }: PublishAgainProps) {
  const { event, key } = message
  const delivery = message.delivery ?? 'queued'
  const { data } = useQuery(audienceOptions({ queue, event, delivery, ...(key != null && { key }) }))
  return (
    <>
      <p>A new message with the same payload, key and headers, an id of its own, and its place at the end.</p>
      <p aria-live="polite">{data === undefined ? 'Looking who gets it…' : againWords(data)}</p>
      <p>To send it to one subscription alone, redeliver it instead.</p>
    </>
  )
}

function Published({ queue, ack }: { queue: string; ack: PublishAck }) {
  return (
    <span className="hint" role="status">
      {'Published '}
      <PageLink className="link" href={messageHref(queue, ack)}>
        {ack.seq === null ? 'in real time' : `as ${ack.seq}`}
      </PageLink>
      {'recipients' in ack && `, to ${counted(ack.recipients, 'recipient')}`}
    </span>
  )
}
