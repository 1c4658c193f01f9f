import type { Attention, Connection, QueueDetail } from '@/lib/api.ts'
import { counted, duration, listedShort, perSecond } from '@/lib/format.ts'
import { subscribersHref } from '@/lib/links.ts'

/** One line of who is here, or who is away and wanted. */
export interface Person {
  readonly key: string
  readonly who: string
  readonly value: string
  readonly what: string
  readonly href: string
  /** It misses what is published now. */
  readonly missing: boolean
}

/** A connection, by what it holds. */
export function present(connection: Connection): Person {
  const who = connection.client ?? connection.id
  return {
    key: connection.id,
    who,
    value: doing(connection),
    what: holding(connection),
    href: subscribersHref({ links: who }),
    missing: false,
  }
}

function doing({ subscriptions, out, in: published }: Connection): string {
  const inFlight = subscriptions.reduce((sum, one) => sum + one.inFlight, 0)
  if (inFlight > 0) return `${inFlight} in flight`
  if (published > 0) return `${perSecond(published)}/s in`
  return out > 0 ? `${perSecond(out)}/s out` : 'idle'
}

function holding({ subscriptions, sockets, in: published }: Connection): string {
  const durable = subscriptions.filter((one) => one.name !== null).map((one) => `${one.queue}, queued as ${one.name}`)
  const live = [...new Set(subscriptions.filter((one) => one.name === null).map((one) => one.queue))]
  const words = [...durable, ...(live.length === 0 ? [] : [`${listedShort(live)}, real time`])]
  if (words.length > 0) return words.join('; ')
  if (published > 0) return 'publishes'
  const joined = sockets.map((socket) => socket.queue).filter((queue) => queue !== '/')
  return joined.length === 0 ? 'holds no subscription' : `in ${listedShort(joined)}, holds no subscription`
}

/** Durable subscriptions without anybody, that something waits for. */
export function awayDurable(needs: readonly Attention[], now: number): Person[] {
  const wanted = needs.filter((one) => one.pending + one.retrying > 0)
  return wanted.map(({ queue, subscription, pending, retrying, since }) => ({
    key: `${queue} ${subscription}`,
    who: subscription ?? queue,
    value: counted(pending + retrying, 'waits', 'waiting'),
    what: `${queue}, queued.${gone(since, now)}`,
    href: subscribersHref({ subs: `queue:${queue} ${subscription}` }),
    missing: false,
  }))
}

/** Named clients that are away without having unsubscribed, from queues where something was missed. */
export function awayLive(queue: QueueDetail, now: number): Person[] {
  const away = queue.clients.filter((one) => !one.connected && !one.left)
  return away.map((one) => ({
    key: `${queue.name} ${one.client}`,
    who: one.client,
    value: 'misses',
    what: `${queue.name}, real time.${gone(one.since, now)}`,
    href: `/queues/${encodeURIComponent(queue.name)}?q=${encodeURIComponent('state:missed')}`,
    missing: true,
  }))
}

function gone(since: string | null, now: number): string {
  return since === null ? '' : ` Gone ${duration(Math.max(1_000, now - Date.parse(since)))}`
}
