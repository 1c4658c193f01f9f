'use client'
import { useNow } from '@/components/shell/use-now.ts'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { Time } from '@/components/ui/time.tsx'
import type { Subscription } from '@/lib/api.ts'
import { count, duration } from '@/lib/format.ts'
import { messageHref, subscribersHref } from '@/lib/links.ts'

type Consumer = Subscription['consumers'][number]

/** Seqs shown of one holder: enough to see what it is at. */
const SEQS_SHOWN = 6

interface ConsumersProps {
  subscription: Subscription
  /** Columns of the table that it stands in. */
  columns: number
  onDetach: (connection: string) => void
}

/** The connections behind a subscription: what each holds and since when. Those that hold the longest first. */
export function Consumers({ subscription, columns, onDetach }: ConsumersProps) {
  const { consumers } = subscription
  if (consumers.length === 0) {
    return (
      <tr className="nested">
        <td colSpan={columns} className="inset">
          {subscription.detachedAt === null ? (
            'Nobody has ever been connected for it.'
          ) : (
            <>
              The last consumer left: <Time at={subscription.detachedAt} />
            </>
          )}
        </td>
      </tr>
    )
  }
  const held = (consumer: Consumer) => holderOf(subscription, consumer)?.sinceMs ?? -1
  return consumers
    .toSorted((a, b) => held(b) - held(a))
    .map((consumer) => (
      <tr key={consumer.connection} className="nested">
        <td colSpan={columns} className="inset">
          <Row subscription={subscription} consumer={consumer} onDetach={onDetach} />
        </td>
      </tr>
    ))
}

interface RowProps {
  subscription: Subscription
  consumer: Consumer
  onDetach: (connection: string) => void
}

function Row({ subscription, consumer, onDetach }: RowProps) {
  const now = useNow() ?? 0
  const who = consumer.client ?? consumer.connection
  return (
    <div className="consumer">
      <Icon name="subscribers" size={14} />
      <PageLink href={subscribersHref({ links: `client:${who}` })}>
        <b>{who}</b>
      </PageLink>
      <span className="muted">{standing(consumer, subscription, now)}</span>
      <span>
        <Held subscription={subscription} consumer={consumer} />
      </span>
      <Button variant="quiet" small onClick={() => onDetach(consumer.connection)}>
        {`Detach ${who}…`}
      </Button>
    </div>
  )
}

/** "2 in flight for 9 s: 48,220 48,222"; each seq is the message. */
function Held({ subscription, consumer }: { subscription: Subscription; consumer: Consumer }) {
  const holder = holderOf(subscription, consumer)
  if (holder === undefined || holder.seqs.length === 0) return <span className="muted">holds nothing</span>
  const more = holder.seqs.length - SEQS_SHOWN
  return (
    <>
      <b>{`${count(consumer.inFlight)} in flight`}</b>
      {` for ${duration(holder.sinceMs)}: `}
      {holder.seqs.slice(0, SEQS_SHOWN).map((seq) => (
        <PageLink key={seq} className="seq mono" href={messageHref(subscription.queue, { seq, id: '' })}>
          {count(seq)}
        </PageLink>
      ))}
      {more > 0 && `and ${count(more)} more`}
    </>
  )
}

function holderOf({ holders }: Subscription, { connection }: Consumer): Subscription['holders'][number] | undefined {
  return holders.find((one) => one.connection === connection)
}

/** "connected 2 h 11 m, competes, credit 2". */
function standing(consumer: Consumer, subscription: Subscription, now: number): string {
  const role = subscription.exclusive ? (consumer.active ? 'active' : 'stands by') : 'competes'
  const since = duration(Math.floor((now - Date.parse(consumer.since)) / 1_000) * 1_000)
  return `connected ${since}, ${subscription.consumers.length > 1 || subscription.exclusive ? `${role}, ` : ''}credit ${count(consumer.credit)}`
}
