'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { Subscription } from '@/lib/api.ts'
import { behind } from '@/lib/filters/subscriptions.ts'
import { counted } from '@/lib/format.ts'
import { messageKeys } from '@/lib/queries/messages.ts'
import { purgeQueue, queueKeys } from '@/lib/queries/queues.ts'
import { subscriptionKeys } from '@/lib/queries/subscriptions.ts'
import { keepWords } from './keep-words.ts'

interface PurgeSubscriptionProps {
  subscription: Subscription
  /** All that are known, to say who keeps its messages. */
  others: readonly Subscription[]
  onClose: () => void
}

/** What waits for one subscription goes, for it alone. Nothing brings it back, so its name has to be typed. */
export function PurgeSubscription({ subscription, others, onClose }: PurgeSubscriptionProps) {
  const client = useQueryClient()
  const { queue, name, inFlight } = subscription
  const waiting = behind(subscription)
  async function run() {
    await purgeQueue(queue, { subscription: name })
    await Promise.all(
      [subscriptionKeys.all, queueKeys.all, messageKeys.queue(queue)].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
  }
  return (
    <Confirm
      open
      onClose={onClose}
      onConfirm={run}
      title={`Purge what waits for ${name}?`}
      deed={`Purge ${counted(waiting, 'message')}`}
      keep="Keep them"
      typed={name}
    >
      <p>
        <b>{`${counted(waiting, 'message')} ${waiting === 1 ? 'is' : 'are'} dropped for ${name}, which never gets ${waiting === 1 ? 'it' : 'them'}.`}</b>{' '}
        {keepWords(subscription, others)}
      </p>
      {inFlight > 0 && (
        <p>{`${counted(inFlight, 'of them is', 'of them are')} in flight and taken from ${inFlight === 1 ? 'its holder' : 'their holders'}.`}</p>
      )}
    </Confirm>
  )
}
