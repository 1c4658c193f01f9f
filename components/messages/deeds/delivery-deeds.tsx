'use client'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import type { MessageDelivery, MessageDetail, QueueDetail, Subscription } from '@/lib/api.ts'
import { count } from '@/lib/format.ts'
import { messageHref } from '@/lib/links.ts'
import { actOnDelivery } from '@/lib/queries/deliveries.ts'
import { messageKeys } from '@/lib/queries/messages.ts'
import { subscriptionListOptions } from '@/lib/queries/subscriptions.ts'
import { type Deed, deedsOf } from './deeds.ts'
import { GiveUp, Redeliver } from './dialogs.tsx'

interface DeliveryDeedsProps {
  queue: QueueDetail
  message: MessageDetail
  /** The subscription that the question is about; a real-time client has no deeds. */
  name: string
  delivery: MessageDelivery | undefined
}

/** What can be done about one delivery: each is one subscription's own, whatever the others have. */
export function DeliveryDeeds({ queue, message, name, delivery }: DeliveryDeedsProps) {
  const { data } = useInfiniteQuery(subscriptionListOptions(queue.name))
  const subscriptions = data?.pages.flatMap((page) => page.items) ?? []
  const own = subscriptions.find((one) => one.name === name)
  const deeds = deedsOf(message, delivery, { firstSeq: queue.firstSeq, upto: own?.upto })
  if (own === undefined || message.seq === null || deeds.length === 0) return null
  const others = subscriptions.filter((one) => one.name !== name).map((one) => one.name)
  return <Deeds key={`${message.seq} ${name}`} own={own} seq={message.seq} deeds={deeds} others={others} />
}

interface DeedsProps {
  own: Subscription
  seq: number
  deeds: readonly Deed[]
  others: readonly string[]
}

function Deeds({ own, seq, deeds, others }: DeedsProps) {
  const [asking, setAsking] = useState<'giveUp' | 'redeliver' | null>(null)
  const act = useAct(own, seq)
  const close = () => setAsking(null)
  const copy = act.data?.action === 'redeliver' ? act.data.seq : null
  return (
    <>
      <div className="acts">
        {deeds.includes('retry') && (
          <Button small variant="primary" onClick={() => act.mutate('retry')}>
            Retry now
          </Button>
        )}
        {deeds.includes('giveUp') && (
          <Button small onClick={() => setAsking('giveUp')}>
            Give up…
          </Button>
        )}
        {deeds.includes('redeliver') && (
          <Button small onClick={() => setAsking('redeliver')}>
            {`Redeliver to ${own.name}…`}
          </Button>
        )}
      </div>
      {copy !== null && (
        <p className="soft" role="status">
          {`${own.name} gets it again as `}
          <PageLink className="link" href={messageHref(own.queue, { seq: copy, id: '' })}>
            {count(copy)}
          </PageLink>
          .
        </p>
      )}
      {act.error !== null && asking === null && (
        <p className="bad" role="alert">
          {act.error.message}
        </p>
      )}
      <GiveUp
        open={asking === 'giveUp'}
        subscription={own}
        seq={seq}
        onClose={close}
        onConfirm={() => act.mutateAsync('dead')}
      />
      <Redeliver
        open={asking === 'redeliver'}
        subscription={own}
        seq={seq}
        others={others}
        onClose={close}
        onConfirm={() => act.mutateAsync('redeliver')}
      />
    </>
  )
}

function useAct({ queue, name }: Subscription, seq: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (action: 'retry' | 'dead' | 'redeliver') => {
      const answer = await actOnDelivery(queue, seq, name, { action })
      return { ...answer, action }
    },
    onSettled: () => client.invalidateQueries({ queryKey: messageKeys.queue(queue) }),
  })
}
