/** Addresses of pages, so that every number can be a link to the rows that it counts. */

/** A queue's messages, all of them or those that a filter matches: `state:dead subscription:billing`. */
export function queueHref(queue: string, filter?: string, time?: '15m'): string {
  const query = new URLSearchParams()
  if (filter !== undefined) query.set('q', filter)
  if (time !== undefined) query.set('time', time)
  return withQuery(`/queues/${encodeURIComponent(queue)}`, query)
}

/** What passes by in a queue. */
export function liveHref(queue: string): string {
  return `/queues/${encodeURIComponent(queue)}/live`
}

/** One message, open in the panel beside its queue's messages. */
export function messageHref(queue: string, message: { readonly seq: number | null; readonly id: string }): string {
  const ref = message.seq === null ? `id:${message.id}` : String(message.seq)
  return withQuery(`/queues/${encodeURIComponent(queue)}`, new URLSearchParams({ m: ref }))
}

/** How one message came to one of those who are to have it, open in that panel. */
export function deliveryHref(queue: string, id: string, who: string): string {
  return withQuery(`/queues/${encodeURIComponent(queue)}`, new URLSearchParams({ m: `id:${id}`, who }))
}

/** Dead letters, all of them or those of one subscription. */
export function deadHref(filter: { queue?: string; subscription?: string } = {}): string {
  return withQuery('/dead', new URLSearchParams({ ...filter }))
}

/** Dead letters of one subscription that died for one reason, open on their page. */
export function reasonHref(one: {
  readonly queue: string
  readonly subscription: string
  readonly reason: string
}): string {
  const { queue, subscription, reason } = one
  return withQuery('/dead', new URLSearchParams({ of: `${queue}/${subscription}`, reason }))
}

/** A queue's settings: its limits, and what ends it. */
export function settingsHref(queue: string): string {
  return `/queues/${encodeURIComponent(queue)}/settings`
}

/** Durable subscriptions and connections; filters as the page writes them. */
export function subscribersHref(filter: { subs?: string; links?: string } = {}): string {
  return withQuery('/subscribers', new URLSearchParams({ ...filter }))
}

function withQuery(path: string, query: URLSearchParams): string {
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}
