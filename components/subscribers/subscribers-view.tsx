'use client'
import { PauseButton } from '@/components/shell/frame/pause-button.tsx'
import { Page } from '@/components/shell/page.tsx'
import { ConnectionsCard } from './connections/connections-card.tsx'
import { SubscriptionsCard } from './subscriptions/subscriptions-card.tsx'

/** Durable subscriptions, then who is connected. One that cannot load never takes the other down. */
export function SubscribersView() {
  return (
    <Page title="Subscribers" actions={<PauseButton />}>
      <div className="stack">
        <SubscriptionsCard />
        <ConnectionsCard />
      </div>
    </Page>
  )
}
