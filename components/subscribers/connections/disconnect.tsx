'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Confirm } from '@/components/ui/overlay/confirm.tsx'
import type { Connection } from '@/lib/api.ts'
import { nameOf } from '@/lib/filters/connections.ts'
import { counted } from '@/lib/format.ts'
import { connectionKeys, disconnect } from '@/lib/queries/connections.ts'

/** Closing a link takes nothing away for good: its client may come back at once. */
export function Disconnect({ connection, onClose }: { connection: Connection | null; onClose: () => void }) {
  const client = useQueryClient()
  if (connection === null) return null
  const { id, subscriptions } = connection
  const name = nameOf(connection)
  const inFlight = subscriptions.reduce((sum, one) => sum + one.inFlight, 0)
  async function run() {
    await disconnect(id, true)
    await client.invalidateQueries({ queryKey: connectionKeys.all })
  }
  return (
    <Confirm
      open
      onClose={onClose}
      onConfirm={run}
      title={`Disconnect ${name}?`}
      deed={`Disconnect ${name}`}
      keep="Keep it connected"
    >
      <p>
        It may come back at once.
        {inFlight > 0 &&
          ` ${counted(inFlight, 'message')} that it has in flight ${inFlight === 1 ? 'goes' : 'go'} back and ${inFlight === 1 ? 'is' : 'are'} delivered again.`}
        {subscriptions.some((one) => one.name === null) && ' What is published in real time meanwhile, it misses.'}
      </p>
    </Confirm>
  )
}
