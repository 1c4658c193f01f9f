'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { SubscriptionCodeDialog } from '@/components/code/code-dialog.tsx'
import type { Subscription } from '@/lib/api.ts'
import { subscriptionListOptions } from '@/lib/queries/subscriptions.ts'
import { DeleteSubscription } from './delete-subscription.tsx'
import { Detach } from './detach.tsx'
import { MoveSubscription } from './move-subscription.tsx'
import { PurgeSubscription } from './purge-subscription.tsx'
import { type Deed, keyOf } from './row-parts.tsx'

/** What was chosen in a row's menu, and of which row; `connection` where it is about one consumer. */
export interface Asking {
  readonly deed: Deed
  readonly key: string
  readonly connection?: string | undefined
}

interface AskedProps {
  asked: Asking
  rows: readonly Subscription[]
  onClose: () => void
}

/** The dialog of what was chosen; nothing where its row is gone by now. */
export function Asked({ asked, rows, onClose }: AskedProps) {
  const row = rows.find((one) => keyOf(one) === asked.key)
  if (row === undefined) return null
  switch (asked.deed) {
    case 'move':
      return <MoveSubscription subscription={row} onClose={onClose} />
    case 'code':
      return <SubscriptionCodeDialog subscription={{ ...row, delivery: 'queued' }} onClose={onClose} />
    case 'detach':
      return <Detach subscription={row} connection={asked.connection ?? ''} onClose={onClose} />
    case 'purge':
    case 'delete':
      return <Ending deed={asked.deed} row={row} onClose={onClose} />
  }
}

/** Says who keeps what goes: for that, the other subscriptions of the queue are looked up. */
function Ending({ deed, row, onClose }: { deed: 'purge' | 'delete'; row: Subscription; onClose: () => void }) {
  const { data } = useInfiniteQuery(subscriptionListOptions(row.queue))
  const others = data?.pages.flatMap((page) => page.items)
  if (others === undefined) return null
  if (deed === 'purge') return <PurgeSubscription subscription={row} others={others} onClose={onClose} />
  return <DeleteSubscription subscription={row} others={others} onClose={onClose} />
}
