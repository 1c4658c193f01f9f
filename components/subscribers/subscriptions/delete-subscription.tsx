'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { Subscription } from '@/lib/api.ts'
import { counted, listed, listedShort } from '@/lib/format.ts'
import { queueKeys } from '@/lib/queries/queues.ts'
import { deleteSubscription, subscriptionKeys } from '@/lib/queries/subscriptions.ts'
import { behind } from './urgency.ts'

interface DeleteSubscriptionProps {
  subscription: Subscription | null
  /** All that are known, to say who keeps its messages. */
  others: readonly Subscription[]
  onClose: () => void
}

/** Nothing brings it back, so its name has to be typed. */
export function DeleteSubscription({ subscription, others, onClose }: DeleteSubscriptionProps) {
  const client = useQueryClient()
  if (subscription === null) return null
  const { queue, name } = subscription
  async function run() {
    await deleteSubscription(queue, name)
    await Promise.all([
      client.invalidateQueries({ queryKey: subscriptionKeys.all }),
      client.invalidateQueries({ queryKey: queueKeys.all }),
    ])
  }
  const keepers = others.filter((one) => one.queue === queue && one.name !== name).map((one) => one.name)
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
        <b>{lossWords(subscription)}</b> {keepWords(keepers)}
      </p>
      {subscription.consumers.length > 0 && <p>{stopWords(subscription)}</p>}
    </Confirm>
  )
}

/** What is dropped, with the counts. */
export function lossWords(subscription: Subscription): string {
  const waiting = behind(subscription)
  const dead = subscription.dead === 0 ? '' : `, and ${counted(subscription.dead, 'dead letter')}`
  if (waiting === 0 && dead === '') return 'Nothing waits for it.'
  return `${counted(waiting, 'waiting message')} ${waiting === 1 ? 'is' : 'are'} dropped for it${dead}.`
}

function keepWords(names: readonly string[]): string {
  if (names.length === 0) return 'No other subscription of this queue has them.'
  return `${listedShort(names)} ${names.length === 1 ? 'keeps its own' : 'keep theirs'}.`
}

function stopWords(subscription: Subscription): string {
  const names = subscription.consumers.map((consumer) => consumer.client ?? consumer.connection)
  const many = names.length > 1
  return `${many ? listedShort(names) : listed(names)} ${many ? 'are' : 'is'} connected for it and ${many ? 'get' : 'gets'} nothing more.`
}
