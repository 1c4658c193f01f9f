'use client'
import { useNow } from '@/components/shell/use-now.ts'
import { Icon } from '@/components/ui/icon.tsx'
import type { Subscription } from '@/lib/api.ts'
import { count, duration, listedShort } from '@/lib/format.ts'

type Consumer = Subscription['consumers'][number]

/** The connections behind a subscription: what each holds, and since when. */
export function Consumers({ subscription, withQueue }: { subscription: Subscription; withQueue: boolean }) {
  const now = useNow() ?? 0
  const lead = withQueue ? 4 : 3
  if (subscription.consumers.length === 0) {
    return (
      <tr className="nested">
        <td colSpan={lead + 7} className="inset">
          {subscription.detachedAt === null
            ? 'Nobody has ever been connected for it.'
            : `The last consumer left ${duration(now - Date.parse(subscription.detachedAt))} ago.`}
        </td>
      </tr>
    )
  }
  return subscription.consumers.map((consumer) => {
    const holder = subscription.holders.find((one) => one.connection === consumer.connection)
    return (
      <tr key={consumer.connection} className="nested">
        <td colSpan={lead} className="inset">
          <span className="who-btn wide">
            <Icon name="subscribers" size={14} />
            <b>{consumer.client ?? consumer.connection}</b>
            <span className="muted">{standing(consumer, subscription, now)}</span>
          </span>
        </td>
        <td />
        <td />
        <td className="num" data-l="In flight">
          {count(consumer.inFlight)}
        </td>
        <td />
        <td />
        <td className="num">{holder === undefined ? '' : duration(holder.sinceMs)}</td>
        <td colSpan={2}>{holder === undefined ? '' : listedShort(holder.seqs.map(count))}</td>
      </tr>
    )
  })
}

/** "connected 2 h 11 m, competes, credit 2". */
function standing(consumer: Consumer, subscription: Subscription, now: number): string {
  const role = subscription.exclusive ? (consumer.active ? 'active' : 'stands by') : 'competes'
  const since = duration(Math.floor((now - Date.parse(consumer.since)) / 1_000) * 1_000)
  return `connected ${since}, ${subscription.consumers.length > 1 || subscription.exclusive ? `${role}, ` : ''}credit ${count(consumer.credit)}`
}
