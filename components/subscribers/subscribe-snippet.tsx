'use client'
import { CodeTabs } from '@/components/code/code-tabs.tsx'
import { usePlace } from '@/components/code/use-place.ts'
import { codeOfSubscription, dialectsOf, type SubscriptionCode } from '@/lib/snippets/subscribe.ts'

/** The lines that make a subscriber, with this broker's own address. */
export function SubscribeSnippet({ queue }: { queue: string }) {
  const { origin, token } = usePlace()
  const subscription: SubscriptionCode = { queue, name: 'billing', delivery: 'queued', events: ['*'] }
  return (
    <div className="snippet codebox">
      <CodeTabs
        does="Subscribe"
        dialects={dialectsOf(subscription, { token })}
        codeOf={(dialect) => codeOfSubscription(dialect, origin, subscription, { token })}
      />
    </div>
  )
}
