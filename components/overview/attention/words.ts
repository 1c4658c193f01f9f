import type { Attention, DeadLetterReason } from '../../../lib/api.ts'
import { bytes, count, counted, duration, perSecond } from '../../../lib/format.ts'
import { queueHref, settingsHref, subscribersHref } from '../../../lib/links.ts'
import { deadNeed } from './dead-words.ts'
import type { Need } from './need.ts'

type Words = Pick<Need, 'title' | 'detail' | 'href' | 'go'> & Partial<Pick<Need, 'lastsMs' | 'resume'>>

/** What the broker found, as a sentence. `reasons` are those of all dead letters; `now` is epoch ms. */
export function needOf(one: Attention, reasons: readonly DeadLetterReason[], now: number): Need {
  const { kind, queue, subscription } = one
  return { key: `${kind} ${queue} ${subscription ?? ''}`, kind, lastsMs: null, ...wordsOf(one, reasons, now) }
}

function wordsOf(one: Attention, reasons: readonly DeadLetterReason[], now: number): Words {
  switch (one.kind) {
    case 'dead':
      return deadNeed(one, reasons)
    case 'full':
    case 'size':
      return size(one)
    case 'age':
      return age(one)
    case 'failing':
      return failing(one)
    case 'stopped':
      return stopped(one)
    case 'behind':
      return behind(one)
    case 'slow':
      return slow(one)
    case 'nobody':
    case 'idle':
      return away(one, now)
    case 'paused':
      return paused(one, now)
  }
}

const named = ({ subscription, queue }: Attention): string => `${subscription} on ${queue}`

const toSubscription = ({ queue, subscription }: Attention) => ({
  href: subscribersHref({ subs: `queue:${queue} ${subscription}` }),
  go: 'Open subscription',
})

/** Who falls behind, by how much a second, and what that is made of. */
function behind(one: Attention): Words {
  const { pending, oldestPendingMs, growing, catchUpMs } = one
  const oldest = oldestPendingMs === null ? '' : `, the oldest for ${duration(oldestPendingMs)}`
  const verb = catchUpMs !== null ? 'is behind, and catches up' : growing > 0 ? 'is falling behind' : 'is behind'
  return {
    title: `${named(one)} ${verb}`,
    detail: `${count(pending)} waiting${oldest}. ${pace(one)}${holding(one)}`,
    lastsMs: oldestPendingMs,
    ...toSubscription(one),
  }
}

/** "It falls behind by 42/s: it acks 12/s, 54/s come in." */
function pace({ acked, growing, catchUpMs, pending }: Attention): string {
  const comes = perSecond(Math.max(0, acked + growing))
  const rates = `it acks ${perSecond(acked)}/s, ${comes}/s come in`
  if (catchUpMs !== null) return `${count(pending)} to go, about ${duration(catchUpMs)}: ${rates}.`
  if (growing > 0) return `It falls behind by ${perSecond(growing)}/s: ${rates}.`
  return acked === 0 ? 'It acks nothing.' : `It acks ${perSecond(acked)}/s, as much as comes in.`
}

/** Nobody who acks nothing does so without a message in hand. */
function holding({ holder, acked, inFlight }: Attention): string {
  if (holder === null || acked > 0) return ''
  return ` ${holder.client ?? holder.connection} has held one of ${count(inFlight)} for ${duration(holder.sinceMs)}.`
}

function slow(one: Attention): Words {
  const { queue, subscription, holder, inFlight, ackDeadlineMs } = one
  const who = holder?.client ?? holder?.connection ?? 'Somebody'
  const held = holder?.sinceMs ?? 0
  const deadline = ackDeadlineMs ?? 0
  const next = deadline > held ? `In ${duration(deadline - held)} it counts as failed and is tried again.` : ''
  return {
    title: `${who} is slow with ${named(one)}`,
    detail: `It has held a message for ${duration(held)}, of ${count(inFlight)} in flight. ${next}`.trim(),
    lastsMs: held,
    href: queueHref(queue, `subscription:${subscription} state:inFlight`),
    go: 'See what it holds',
  }
}

function failing(one: Attention): Words {
  const { queue, subscription, retrying } = one
  return {
    title: `${named(one)} is failing`,
    detail: `${counted(retrying, 'message is', 'messages are')} tried again.`,
    href: queueHref(queue, `subscription:${subscription} state:retrying`),
    go: 'See what fails',
  }
}

function stopped(one: Attention): Words {
  const { inFlight, retrying, holder } = one
  return {
    title: `${named(one)} holds all it may`,
    detail: `Nothing new is dispatched until some of what is open is settled: ${count(inFlight)} in flight, ${count(retrying)} retrying.`,
    lastsMs: holder?.sinceMs ?? null,
    ...toSubscription(one),
  }
}

function away(one: Attention, now: number): Words {
  const { since, expiresAt, pending, retrying } = one
  const waits = pending + retrying
  const left = expiresAt === null ? null : Date.parse(expiresAt) - now
  const waiting = waits === 0 ? 'Nothing waits for it.' : `${counted(waits, 'message waits', 'messages wait')} for it.`
  const goes = waits === 0 ? '' : ', and what waits goes with it'
  return {
    title: `Nobody is connected for ${named(one)}`,
    detail:
      left === null
        ? waiting
        : `${waiting} The subscription expires ${left > 0 ? `in ${duration(left)}` : 'soon'}${goes}.`,
    lastsMs: since === null ? null : Math.max(0, now - Date.parse(since)),
    ...toSubscription(one),
  }
}

function size({ kind, queue, storedBytes, maxBytes }: Attention): Words {
  const refused = 'new queued messages are refused with E_FULL; real time goes on.'
  return {
    title: kind === 'full' ? `${queue} is full` : `${queue} is nearly full`,
    detail: `${bytes(storedBytes)} of ${bytes(maxBytes)} stored. ${kind === 'full' ? `Until there is room, ${refused}` : `At the limit ${refused}`}`,
    href: settingsHref(queue),
    go: 'Open settings',
  }
}

function age(one: Attention): Words {
  const { queue, subscription, pending, oldestPendingMs, retentionMs } = one
  const oldest = oldestPendingMs === null ? '' : `, the oldest for ${duration(oldestPendingMs)}`
  return {
    title: `${named(one)} is about to lose messages`,
    detail: `${counted(pending, 'message waits', 'messages wait')}${oldest}. At ${duration(retentionMs)} they are removed, read or not.`,
    lastsMs: oldestPendingMs,
    href: queueHref(queue, `subscription:${subscription} state:pending`),
    go: 'See what waits',
  }
}

function paused({ queue, since, pending }: Attention, now: number): Words {
  return {
    title: `${queue} is paused`,
    detail: `${counted(pending, 'message waits', 'messages wait')}, and new ones are still accepted.`,
    lastsMs: since === null ? null : Math.max(0, now - Date.parse(since)),
    href: queueHref(queue),
    go: 'Open queue',
    resume: queue,
  }
}
