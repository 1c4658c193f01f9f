'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { Subscription } from '@/lib/api.ts'
import { counted, listedShort } from '@/lib/format.ts'
import { connectionKeys, detach } from '@/lib/queries/connections.ts'
import { subscriptionKeys } from '@/lib/queries/subscriptions.ts'

interface DetachProps {
  subscription: Subscription
  connection: string
  onClose: () => void
}

/** Takes one consumer off a subscription; its connection stays, and nothing is lost. */
export function Detach({ subscription, connection, onClose }: DetachProps) {
  const client = useQueryClient()
  const { queue, name, consumers } = subscription
  const consumer = consumers.find((one) => one.connection === connection)
  if (consumer === undefined) return null
  const who = consumer.client ?? connection
  async function run() {
    await detach(connection, queue, name)
    await Promise.all(
      [subscriptionKeys.all, connectionKeys.all].map((queryKey) => client.invalidateQueries({ queryKey })),
    )
  }
  return (
    <Confirm
      open
      onClose={onClose}
      onConfirm={run}
      title={`Detach ${who} from ${name}?`}
      deed={`Detach ${who}`}
      keep="Keep it attached"
    >
      <p>
        <b>{backWords(consumer.inFlight, name)}</b> {othersWords(subscription, connection)}
      </p>
      <p>{`${who} stays connected and is told. It gets nothing more of ${name} until it subscribes again.`}</p>
    </Confirm>
  )
}

function backWords(inFlight: number, name: string): string {
  if (inFlight === 0) return 'It has nothing in flight.'
  const one = inFlight === 1
  return `${counted(inFlight, 'message')} that it has in flight ${one ? 'goes' : 'go'} back to ${name} at once, which is no failure.`
}

function othersWords({ consumers, name }: Subscription, connection: string): string {
  const others = consumers.filter((one) => one.connection !== connection).map((one) => one.client ?? one.connection)
  if (others.length === 0) return `Nobody else is connected for ${name}: everything waits until somebody is.`
  return `${listedShort(others)} ${others.length === 1 ? 'goes' : 'go'} on.`
}
