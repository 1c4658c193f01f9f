import { ATTENTION_KINDS, type Attention, type AttentionKind } from '../../../lib/api.ts'
import type { QueueView, SubscriptionView } from '../../broker/api.ts'
import { LIMITS } from '../../broker/limits.ts'
import { iso, isoOrNull } from '../kit.ts'
import { rounded } from '../routes/figures.ts'

/** What has waited so long while somebody is connected: its subscription is falling behind. */
const BEHIND_AFTER_MS = 60_000
/** The same sooner, where much waits and it becomes more by so much a second. */
const BEHIND_PENDING = 100
const BEHIND_GROWING = 1
/** A share of the deadline: who holds a message for longer is slow. */
const SLOW_SHARE = 0.5

/** Everything that needs a hand, worst first, the larger first among its kind. */
export function needsOf(queues: readonly QueueView[], subscriptions: readonly SubscriptionView[]): Attention[] {
  const byName = new Map(queues.map((queue) => [queue.name, queue]))
  const needs = [
    ...queues.flatMap((queue) => kindsOfQueue(queue).map((kind) => ofQueue(kind, queue))),
    ...subscriptions.flatMap((one) => {
      const queue = byName.get(one.queue)
      return queue === undefined ? [] : kindsOf(one).map((kind) => ofSubscription(kind, one, queue))
    }),
  ]
  return needs.sort((a, b) => rank(a) - rank(b) || sizeOf(b) - sizeOf(a) || (keyOf(a) < keyOf(b) ? -1 : 1))
}

/** One of a kind for each thing. */
export const keyOf = ({ kind, queue, subscription }: Attention): string => `${kind} ${queue} ${subscription ?? ''}`

const rank = ({ kind }: Attention): number => ATTENTION_KINDS.indexOf(kind)

function sizeOf({ kind, dead, pending, retrying, storedBytes }: Attention): number {
  if (kind === 'dead') return dead
  return kind === 'full' || kind === 'size' ? storedBytes : pending + retrying
}

// A queue says `age` before `size`, so the size is looked at here too.
function kindsOfQueue({ warning, storedBytes, maxBytes, paused }: QueueView): AttentionKind[] {
  const kinds: AttentionKind[] = []
  if (storedBytes >= maxBytes) kinds.push('full')
  else if (warning === 'size') kinds.push('size')
  if (paused) kinds.push('paused')
  return kinds
}

/** What it lost or may lose, and beside it the one reason why it does not get on. */
function kindsOf(one: SubscriptionView): AttentionKind[] {
  const kinds: AttentionKind[] = []
  if (one.dead > 0) kinds.push('dead')
  if (one.warning === 'age') kinds.push('age')
  const standing = standingOf(one)
  if (standing !== null && !(standing === 'failing' && one.dead > 0)) kinds.push(standing)
  return kinds
}

function standingOf(one: SubscriptionView): AttentionKind | null {
  // Its queue being paused is told once, by the queue.
  if (one.state === 'paused') return null
  if (one.state === 'full') return 'stopped'
  if (one.state === 'idle') return 'idle'
  if (one.consumers.length === 0) return one.pending + one.retrying > 0 ? 'nobody' : null
  if (isBehind(one)) return 'behind'
  if (one.retrying > 0) return 'failing'
  return (one.oldestUnackedMs ?? 0) > one.ackDeadlineMs * SLOW_SHARE ? 'slow' : null
}

function isBehind({ oldestPendingMs, pending, growing }: SubscriptionView): boolean {
  if ((oldestPendingMs ?? 0) > BEHIND_AFTER_MS) return true
  return pending >= BEHIND_PENDING && growing >= BEHIND_GROWING
}

const ofQueue = (kind: AttentionKind, queue: QueueView): Attention => ({
  kind,
  queue: queue.name,
  subscription: null,
  since: kind === 'paused' ? isoOrNull(queue.pausedAt) : null,
  pending: queue.pending,
  inFlight: queue.inFlight,
  retrying: queue.retrying,
  dead: queue.dead,
  oldestPendingMs: queue.oldestPendingMs,
  acked: rounded(queue.rates.acked),
  growing: rounded(queue.growing),
  catchUpMs: queue.catchUpMs,
  consumers: queue.connections,
  holder: null,
  ackDeadlineMs: null,
  expiresAt: null,
  storedBytes: queue.storedBytes,
  maxBytes: queue.maxBytes,
  retentionMs: queue.retentionMs,
})

function ofSubscription(kind: AttentionKind, one: SubscriptionView, queue: QueueView): Attention {
  return {
    ...ofQueue(kind, queue),
    subscription: one.name,
    since: kind === 'nobody' || kind === 'idle' ? isoOrNull(one.detachedAt) : null,
    pending: one.pending,
    inFlight: one.inFlight,
    retrying: one.retrying,
    dead: one.dead,
    oldestPendingMs: one.oldestPendingMs,
    acked: rounded(one.rates.acked),
    growing: rounded(one.growing),
    catchUpMs: one.catchUpMs,
    consumers: one.consumers.length,
    holder: longestOf(one),
    ackDeadlineMs: one.ackDeadlineMs,
    expiresAt: one.detachedAt === null ? null : iso(one.detachedAt + LIMITS.idleExpiresMs),
  }
}

function longestOf({ holders }: SubscriptionView): Attention['holder'] {
  const [first, ...rest] = holders
  if (first === undefined) return null
  const { connection, client, sinceMs } = rest.reduce((most, one) => (one.sinceMs > most.sinceMs ? one : most), first)
  return { connection, client, sinceMs }
}
