import type { Activity, Actor } from '../../lib/api.ts'
import { deadHref, queueHref } from '../../lib/links.ts'

/** A piece of a sentence; one with an address is the thing that it is about. */
export interface Piece {
  readonly text: string
  readonly href?: string
}

/** The sentence with the things in it as links: the queue, the subscription, its dead letters, the job. */
export function piecesOf({ text, queue, subscription, kind, job }: Activity): readonly Piece[] {
  const things: [string, string][] = []
  if (job !== null) {
    const letters = /\b[\d,]+(?: of [\d,]+)? dead letters?\b|dead letter \d[\d,]*/.exec(text)?.[0]
    const filter = { ...(queue !== null && { queue }), ...(subscription !== null && { subscription }) }
    if (letters !== undefined) things.push([letters, `${deadHref(filter)}#job-${job}`])
  }
  if (subscription !== null && queue !== null && kind !== 'subscriptionDeleted')
    things.push([subscription, `/queues/${encodeURIComponent(queue)}/subscriptions`])
  if (queue !== null && kind !== 'queueDeleted') things.push([queue, queueHref(queue)])
  return things.reduce<readonly Piece[]>((pieces, thing) => linked(pieces, thing), [{ text }])
}

/** Links the first place where a name stands as a word of its own. */
function linked(pieces: readonly Piece[], [name, href]: readonly [string, string]): readonly Piece[] {
  for (const [index, piece] of pieces.entries()) {
    const at = piece.href === undefined ? placeOf(piece.text, name) : -1
    if (at === -1) continue
    const parts = [
      { text: piece.text.slice(0, at) },
      { text: name, href },
      { text: piece.text.slice(at + name.length) },
    ].filter(({ text }) => text !== '')
    return [...pieces.slice(0, index), ...parts, ...pieces.slice(index + 1)]
  }
  return pieces
}

// Names hold dots, colons and dashes; at the end of a sentence stands a dot that belongs to none.
function placeOf(text: string, name: string): number {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const found = new RegExp(`(^|[^\\w.:-])${escaped}(?![\\w-]|[.:]\\w)`).exec(text)
  return found === null ? -1 : found.index + (found[1]?.length ?? 0)
}

/** "nightly, by the API from 10.0.0.7". */
export function actorWords({ kind, name, address }: Actor): { readonly who: string; readonly from: string } {
  const from = address === undefined ? '' : `from ${address}`
  switch (kind) {
    case 'broker':
      return { who: 'the broker', from: 'by itself' }
    case 'dashboard':
      return { who: name ?? 'somebody', from: `in the dashboard ${from}`.trim() }
    case 'api':
      return { who: name ?? 'a script', from: `by the API ${from}`.trim() }
    case 'client':
      return { who: name ?? 'a client', from: `by its socket ${from}`.trim() }
  }
}
