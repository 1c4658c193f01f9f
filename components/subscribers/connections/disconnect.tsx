'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { Connection } from '@/lib/api.ts'
import { nameOf } from '@/lib/filters/connections.ts'
import { counted } from '@/lib/format.ts'
import { connectionKeys, disconnect } from '@/lib/queries/connections.ts'

interface DisconnectProps {
  connection: Connection
  /** Its client may come back at once; else it is told to stay away for good. */
  reconnect: boolean
  onClose: () => void
}

/** Closing a link takes nothing away for good: what waits for its durable subscriptions goes on waiting. */
export function Disconnect({ connection, reconnect, onClose }: DisconnectProps) {
  const client = useQueryClient()
  const { id, subscriptions } = connection
  const name = nameOf(connection)
  const inFlight = subscriptions.reduce((sum, one) => sum + one.inFlight, 0)
  async function run() {
    await disconnect(id, reconnect)
    await client.invalidateQueries({ queryKey: connectionKeys.all })
  }
  return (
    <Confirm
      open
      onClose={onClose}
      onConfirm={run}
      title={reconnect ? `Disconnect ${name}?` : `Send ${name} away?`}
      deed={reconnect ? `Disconnect ${name}` : `Send ${name} away`}
      keep="Keep it connected"
    >
      <p>
        {reconnect
          ? 'It may come back at once.'
          : 'Its client is told not to come back by itself. Whoever starts it anew can connect again.'}
        {inFlight > 0 &&
          ` ${counted(inFlight, 'message')} that it has in flight ${inFlight === 1 ? 'goes' : 'go'} back and ${inFlight === 1 ? 'is' : 'are'} delivered again.`}
        {subscriptions.some((one) => one.name === null) && ' What is published in real time meanwhile, it misses.'}
      </p>
    </Confirm>
  )
}
