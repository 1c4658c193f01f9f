'use client'
import { useQuery } from '@tanstack/react-query'
import type { Connection } from '@/lib/api.ts'
import { subscriptionOptions } from '@/lib/queries/subscriptions.ts'
import { Detach } from '../subscriptions/detach.tsx'
import type { LinkDeed } from './connection-menu.tsx'
import { Disconnect } from './disconnect.tsx'

interface LinkAskedProps {
  deed: LinkDeed
  connection: Connection
  onClose: () => void
}

/** The dialog of what was chosen in a connection's menu. */
export function LinkAsked({ deed, connection, onClose }: LinkAskedProps) {
  if (deed.deed === 'disconnect') {
    return <Disconnect connection={connection} reconnect={deed.reconnect} onClose={onClose} />
  }
  return <DetachOf queue={deed.queue} name={deed.name} connection={connection.id} onClose={onClose} />
}

/** Says who else is there: for that, the subscription is looked up. */
function DetachOf(props: { queue: string; name: string; connection: string; onClose: () => void }) {
  const { queue, name, connection, onClose } = props
  const { data } = useQuery(subscriptionOptions(queue, name))
  return data === undefined ? null : <Detach subscription={data} connection={connection} onClose={onClose} />
}
