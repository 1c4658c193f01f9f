import type { IconName } from '@/components/ui/icon.tsx'
import type { Queue, Subscription } from '@/lib/api.ts'
import { bytes, clock, count, counted, DAY_MS, duration, MINUTE_MS, moment } from '@/lib/format.ts'
import { deadHref, queueHref, settingsHref, subscribersHref } from '@/lib/links.ts'

/** Something that needs a hand: cause, size, since when, and the one way there. */
export interface Need {
  readonly key: string
  readonly kind: 'failing' | 'size' | 'age' | 'full' | 'behind' | 'nobody' | 'idle' | 'paused'
  readonly title: string
  readonly detail: string
  /** How long it has lasted, as far as it is known. */
  readonly lastsMs: number | null
  readonly href: string
  readonly go: string
  /** Whose last dead letter says why. */
  readonly dead?: { readonly queue: string; readonly subscription: string }
}

export const NEED_ICONS: Readonly<Record<Need['kind'], IconName | 'dead'>> = {
  failing: 'dead',
  size: 'warn',
  age: 'warn',
  behind: 'warn',
  full: 'warn',
  nobody: 'unplug',
  idle: 'unplug',
  paused: 'pause',
}

/** A message that has waited so long while somebody is connected: its subscription is falling behind. */
const BEHIND_AFTER_MS = MINUTE_MS

const ORDER: readonly Need['kind'][] = ['size', 'failing', 'age', 'full', 'behind', 'nobody', 'idle', 'paused']

/** A subscription to which nobody connects for so long is deleted. */
const EXPIRES_AFTER_MS = 7 * DAY_MS

/** Everything that needs a hand, worst first, the larger first among its kind. `now` is epoch ms. */
export function needsOf(
  queues: readonly Queue[],
  subscriptions: readonly Subscription[],
  now: number,
): readonly Need[] {
  const paused = new Set(queues.filter((queue) => queue.paused).map((queue) => queue.name))
  const ages = new Map(queues.map((queue) => [queue.name, queue.retentionMs]))
  const sized = [
    ...queues.filter(isNearlyFull).map((queue) => ({ need: size(queue), size: queue.storedBytes })),
    ...subscriptions
      .filter((one) => one.warning === 'age')
      .map((one) => ({ need: age(one, ages.get(one.queue)), size: one.pending })),
    ...queues.filter((queue) => queue.paused).map((queue) => ({ need: pausedNeed(queue, now), size: queue.pending })),
    ...subscriptions.flatMap((one) => {
      const need = needOf(one, paused.has(one.queue), now)
      return need === null ? [] : [{ need, size: one.dead + one.pending }]
    }),
  ]
  return sized
    .sort((a, b) => ORDER.indexOf(a.need.kind) - ORDER.indexOf(b.need.kind) || b.size - a.size)
    .map(({ need }) => need)
}

function needOf(one: Subscription, paused: boolean, now: number): Need | null {
  if (one.dead > 0 || one.state === 'failing') return failing(one)
  if (one.state === 'full') return full(one)
  if (one.state === 'idle') return idle(one, now)
  if (one.state === 'nobody' && one.pending + one.retrying > 0) return nobody(one, now)
  const slow = (one.oldestPendingMs ?? 0) > BEHIND_AFTER_MS && one.consumers.length > 0
  return slow && !paused ? behind(one) : null
}

function failing(one: Subscription): Need {
  const { queue, name, dead, retrying } = one
  const tail = retrying === 0 ? '' : `${counted(retrying, 'message is', 'messages are')} tried again.`
  return {
    key: `failing ${queue} ${name}`,
    kind: 'failing',
    title: dead > 0 ? `${name} on ${queue} gave up on messages` : `${name} on ${queue} is failing`,
    detail: [dead === 0 ? '' : `${counted(dead, 'dead letter')}.`, tail].filter((part) => part !== '').join(' '),
    // Since when it fails nobody keeps: the oldest that is open may be a moment old.
    lastsMs: null,
    href: dead > 0 ? deadHref({ queue, subscription: name }) : queueHref(queue, `subscription:${name} state:retrying`),
    go: dead > 0 ? 'Review dead letters' : 'See what fails',
    ...(dead > 0 && { dead: { queue, subscription: name } }),
  }
}

function behind(one: Subscription): Need {
  const { queue, name, pending, oldestPendingMs, consumers } = one
  return {
    key: `behind ${queue} ${name}`,
    kind: 'behind',
    title: `${name} on ${queue} is falling behind`,
    detail: `${count(pending)} waiting, the oldest for ${duration(oldestPendingMs ?? 0)}. ${counted(consumers.length, 'consumer')} connected, ${count(one.inFlight)} in flight.`,
    lastsMs: oldestPendingMs,
    href: subscribersHref({ subs: `queue:${queue} ${name}` }),
    go: 'Open subscription',
  }
}

function full(one: Subscription): Need {
  return {
    key: `full ${one.queue} ${one.name}`,
    kind: 'full',
    title: `${one.name} on ${one.queue} holds all it may`,
    detail: 'Nothing new is dispatched until some of what is open is settled.',
    lastsMs: one.oldestUnackedMs,
    href: subscribersHref({ subs: `queue:${one.queue} ${one.name}` }),
    go: 'Open subscription',
  }
}

function nobody(one: Subscription, now: number): Need {
  const { queue, name, detachedAt } = one
  const waits = one.pending + one.retrying
  return {
    key: `nobody ${queue} ${name}`,
    kind: 'nobody',
    title: `Nobody is connected for ${name} on ${queue}`,
    detail: `${counted(waits, 'message waits', 'messages wait')} for it.`,
    lastsMs: detachedAt === null ? null : Math.max(0, now - Date.parse(detachedAt)),
    href: subscribersHref({ subs: `queue:${queue} ${name}` }),
    go: 'Open subscription',
  }
}

/** Waiting or not, it goes by itself if nobody comes. */
function idle(one: Subscription, now: number): Need {
  const { queue, name, detachedAt } = one
  const waits = one.pending + one.retrying
  const waiting = waits === 0 ? 'Nothing waits for it.' : `${counted(waits, 'message waits', 'messages wait')} for it.`
  const goes =
    detachedAt === null
      ? ''
      : ` It is deleted ${moment(Date.parse(detachedAt) + EXPIRES_AFTER_MS, now)} if nobody comes.`
  return {
    key: `idle ${queue} ${name}`,
    kind: 'idle',
    title: `${name} on ${queue} is idle`,
    detail: `${waiting}${goes}`,
    lastsMs: detachedAt === null ? null : Math.max(0, now - Date.parse(detachedAt)),
    href: subscribersHref({ subs: `queue:${queue} ${name}` }),
    go: 'Open subscription',
  }
}

// A queue says `age` before `size`, so the size is looked at here too.
function isNearlyFull({ warning, storedBytes, maxBytes }: Queue): boolean {
  return warning === 'size' || storedBytes >= maxBytes
}

function size({ name, storedBytes, maxBytes }: Queue): Need {
  const full = storedBytes >= maxBytes
  const refused = 'new queued messages are refused with E_FULL; real time goes on.'
  return {
    key: `size ${name}`,
    kind: 'size',
    title: full ? `${name} is full` : `${name} is nearly full`,
    detail: `${bytes(storedBytes)} of ${bytes(maxBytes)} stored. ${full ? `Until there is room, ${refused}` : `At the limit ${refused}`}`,
    lastsMs: null,
    href: settingsHref(name),
    go: 'Open settings',
  }
}

function age(one: Subscription, retentionMs: number | undefined): Need {
  const { queue, name, pending, oldestPendingMs } = one
  const oldest = oldestPendingMs === null ? '' : `, the oldest for ${duration(oldestPendingMs)}`
  const limit = retentionMs === undefined ? 'its age limit' : duration(retentionMs)
  return {
    key: `age ${queue} ${name}`,
    kind: 'age',
    title: `${name} on ${queue} is about to lose messages`,
    detail: `${counted(pending, 'message waits', 'messages wait')}${oldest}. At ${limit} they are removed, read or not.`,
    lastsMs: oldestPendingMs,
    href: queueHref(queue, `subscription:${name} state:pending`),
    go: 'See what waits',
  }
}

function pausedNeed({ name, pausedAt, pending }: Queue, now: number): Need {
  const at = pausedAt === null ? '' : `Paused at ${clock(pausedAt)}. `
  return {
    key: `paused ${name}`,
    kind: 'paused',
    title: `${name} is paused`,
    detail: `${at}${counted(pending, 'message waits', 'messages wait')}, and new ones are still accepted.`,
    lastsMs: pausedAt === null ? null : Math.max(0, now - Date.parse(pausedAt)),
    href: queueHref(name),
    go: 'Open queue',
  }
}
