'use client'
import { skipToken, useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { openRef } from '@/components/messages/filter/use-messages-url.ts'
import type { Draft } from '@/components/publish/form/draft.ts'
import { PublishForm } from '@/components/publish/publish-form.tsx'
import { Loading } from '@/components/ui/screen.tsx'
import type { MessageDetail } from '@/lib/api.ts'
import { messageOptions } from '@/lib/queries/messages.ts'
import { QueuePage } from '../queue-page.tsx'

/** The publish form of one queue. `?from=48217` fills it with that message. */
export function QueuePublishView({ name }: { name: string }) {
  return (
    <QueuePage name={name} tab="publish">
      {(queue, head) => (
        <>
          {head}
          <div className="tabpage">
            <FilledForm queue={queue.name} />
          </div>
        </>
      )}
    </QueuePage>
  )
}

function FilledForm({ queue }: { queue: string }) {
  const [from] = useQueryState('from', parseAsString)
  const address = openRef(from)
  const options = messageOptions(queue, address ?? { id: '' })
  const { data, error } = useQuery(address === null ? { ...options, queryFn: skipToken } : options)
  if (address === null) return <PublishForm queue={queue} />
  if (data === undefined && error === null) return <Loading what="the message" />
  return (
    <div className="stack">
      {data === undefined && (
        <p className="hint bad" role="alert">
          That message could not be loaded, so the form is empty.
        </p>
      )}
      <PublishForm key={from} queue={queue} initial={data === undefined ? {} : draftOf(data)} />
    </div>
  )
}

/** The same message again: all but its id, which would make it a duplicate. */
function draftOf(message: MessageDetail): Partial<Draft> {
  const headers = Object.entries(message.headers).map(([name, value]) => `${name}: ${value}`)
  return {
    event: message.event,
    delivery: message.delivery,
    text: JSON.stringify(message.payload, null, 2),
    key: message.key ?? '',
    headers: headers.join('\n'),
    generate: false,
  }
}
