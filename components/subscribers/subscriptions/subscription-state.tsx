import { Icon } from '@/components/ui/icon.tsx'
import { Glyph } from '@/components/ui/state.tsx'
import type { Subscription } from '@/lib/api.ts'
import { behind } from '@/lib/filters/subscriptions.ts'
import { count } from '@/lib/format.ts'

/** How a subscription stands, as shape, word and colour. */
export function SubscriptionState({ subscription }: { subscription: Subscription }) {
  switch (subscription.state) {
    case 'failing':
      return (
        <span className="st dead">
          <Glyph state="dead" />
          failing
        </span>
      )
    case 'full':
      return (
        <span className="st retrying" title="10,000 are open, so nothing new is dispatched until some are settled">
          <Icon name="warn" />
          full
        </span>
      )
    case 'nobody':
      return (
        <span className="st pending">
          <Icon name="unplug" />
          nobody connected
        </span>
      )
    case 'idle':
      return (
        <span className="st pending" title="Nobody has been connected for over a day; after 7 days it is deleted">
          <Icon name="unplug" />
          idle
        </span>
      )
    case 'paused':
      return (
        <span className="st pending">
          <Icon name="pause" />
          queue paused
        </span>
      )
    case 'catchingUp':
      return (
        <span className="st flight">
          <Glyph state="inFlight" />
          {behind(subscription) > subscription.inFlight ? 'catching up' : 'at work'}
        </span>
      )
    case 'caughtUp':
      return (
        <span className="st acked">
          <Glyph state="delivered" />
          caught up
        </span>
      )
  }
}

/** What retention takes from it, or took: silent where it does neither. */
export function AgeWords({ subscription: { warning, aged } }: { subscription: Subscription }) {
  return (
    <>
      {warning === 'age' && (
        <span className="hint warnline" title="Over 80 % of the age at which the queue removes messages, read or not">
          <Icon name="clock" size={12} />
          oldest is near its age limit
        </span>
      )}
      {aged > 0 && (
        <span className="hint warnline" title="Ever: the queue removed them for their age before it had settled them">
          {`${count(aged)} aged out`}
        </span>
      )}
    </>
  )
}
