'use client'
import { SubscriptionsCard } from '@/components/subscribers/subscriptions/subscriptions-card.tsx'
import { QueuePage } from '../queue-page.tsx'

/** The durable subscriptions of one queue. */
export function QueueSubscriptionsView({ name }: { name: string }) {
  return (
    <QueuePage name={name} tab="subscriptions">
      {(queue, head) => (
        <>
          {head}
          <div className="tabpage">
            <SubscriptionsCard queue={queue.name} />
          </div>
        </>
      )}
    </QueuePage>
  )
}
