'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { Subscription } from '@/lib/api.ts'
import { behind } from '@/lib/filters/subscriptions.ts'
import { counted, listed, listedShort } from '@/lib/format.ts'
import { queueKeys } from '@/lib/queries/queues.ts'
import { deleteSubscription, subscriptionKeys } from '@/lib/queries/subscriptions.ts'
import { keepWords } from './keep-words.ts'

interface DeleteSubscriptionProps {
  subscription: Subscription
  /** All that are known, to say who keeps its messages. */
  others: readonly Subscription[]
  onClose: () => void
}

/** Nothing brings it back, so its name has to be typed. */
export function DeleteSubscription({ subscription, others, onClose }: DeleteSubscriptionProps) {
  const client = useQueryClient()
  const { queue, name } = subscription
  async function run() {
    await deleteSubscription(queue, name)
    await Promise.all([
      client.invalidateQueries({ queryKey: subscriptionKeys.all }),
      client.invalidateQueries({ queryKey: queueKeys.all }),
    ])
  }
  return (
    <Confirm
      open
      onClose={onClose}
      onConfirm={run}
      title={`Delete ${name}?`}
      deed={`Delete ${name}`}
      keep="Keep it"
      typed={name}
    >
      <p>
        <b>{lossWords(subscription)}</b> {keepWords(subscription, others)}
      </p>
      {subscription.consumers.length > 0 && <p>{stopWords(subscription)}</p>}
    </Confirm>
  )
}

/** What is dropped and what stays, with the counts. Dead letters are copies of their own: they outlive it. */
export function lossWords(subscription: Subscription): string {
  const waiting = behind(subscription)
  const lost =
    waiting === 0
      ? 'Nothing waits for it.'
      : `${counted(waiting, 'waiting message')} ${waiting === 1 ? 'is' : 'are'} dropped for it.`
  if (subscription.dead === 0) return lost
  return `${lost} Its ${counted(subscription.dead, 'dead letter')} ${subscription.dead === 1 ? 'stays' : 'stay'}, with ${subscription.dead === 1 ? 'its payload' : 'their payloads'}.`
}

function stopWords(subscription: Subscription): string {
  const names = subscription.consumers.map((consumer) => consumer.client ?? consumer.connection)
  const many = names.length > 1
  return `${many ? listedShort(names) : listed(names)} ${many ? 'are' : 'is'} connected for it and ${many ? 'get' : 'gets'} nothing more.`
}
