import type { Nack } from '../api.ts'
import { backoffMs } from '../dispatch/backoff.ts'
import type { Deadlines } from '../dispatch/deadlines.ts'
import type { Retries } from '../dispatch/retries.ts'
import type { Limits } from '../limits.ts'
import type { Attempt } from '../model.ts'
import type { Clock, Ids } from '../ports.ts'
import type { Counters } from '../rates/counters.ts'
import type { Consumer, Entry, RecentDead, Subscription } from '../state.ts'
import type { Batcher } from '../writer/batcher.ts'
import { releaseKey } from './keys.ts'
import { Settlements } from './settlements.ts'

export interface SettlementDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly limits: Limits
  readonly batcher: Batcher
  readonly counters: Counters
  readonly deadlines: Deadlines
  readonly retries: Retries
  readonly changed: (topic: 'deadLetters', queue: string) => void
  /** Something may be dispatched now. */
  readonly wake: (subscription: Subscription) => void
}

/** Tries of one delivery that are kept for people. */
const HISTORY_KEPT = 25

/**
 * How a delivery leaves `inFlight`: acked, failed (then `retrying` or dead), given back, or expired. Each verb is one
 * transition; what it must write is asked of the batcher here, and nowhere else.
 */
export class Settlement {
  readonly #deps: SettlementDeps

  constructor(deps: SettlementDeps) {
    this.#deps = deps
  }

  /** in flight → acked. */
  ack(entry: Entry, now: number): void {
    const { subscription, holder } = entry
    const consumer = holder === null ? '' : labelOf(holder)
    this.#release(entry)
    this.#remember(entry, consumer, now)
    this.#close(entry)
    subscription.acked++
    this.#deps.counters.acked(subscription, now)
    this.#deps.batcher.touch(subscription)
  }

  /** in flight → retrying, or dead after the last failure the queue allows. The failure is on disk before the next try. */
  nack(entry: Entry, nack: Nack, now: number): void {
    this.#fail(entry, 'nacked', nack, now)
  }

  /** in flight → retrying or dead: its consumer did not settle it in time. */
  overdue(entry: Entry, now: number): void {
    this.#fail(entry, 'deadline', { reason: 'ack deadline passed' }, now)
  }

  /**
   * in flight → ready, and no failure. `lost`: its connection went, which a poison message would cause; after 20
   * deliveries, 3 of them lost, it is dead.
   */
  giveBack(entry: Entry, lost: boolean, now: number): void {
    const { limits, batcher } = this.#deps
    const { subscription } = entry
    this.#record(entry, 'disconnected', null, null, now)
    this.#release(entry)
    if (lost) entry.losses++
    const suspect = entry.losses >= limits.lossesUntilAlone
    if (suspect && entry.attempts >= limits.deliveriesUntilPoison) {
      return this.#kill(entry, `lost with its consumer in ${entry.losses} of ${entry.attempts} deliveries`, now)
    }
    this.#ready(entry, now)
    batcher.touch(subscription)
  }

  /** retrying → ready: its time has come. */
  due(entry: Entry): void {
    entry.subscription.retrying--
    this.#ready(entry, this.#deps.clock.now())
    this.#deps.wake(entry.subscription)
  }

  /** retrying → ready, as soon as that is on disk: its time is now. */
  retryNow(entry: Entry, now: number): void {
    entry.retryAt = now
    this.#countDown(entry)
  }

  /** In any state → dead, whoever has it: a late settlement finds nothing. Its message must be in memory. */
  giveUp(entry: Entry, reason: string, now: number): void {
    const { subscription } = entry
    if (entry.state === 'retrying') subscription.retrying--
    if (entry.state === 'inFlight') {
      this.#record(entry, 'nacked', reason, null, now)
      this.#release(entry)
    }
    this.#kill(entry, reason, now)
  }

  /** ready → expired: it is past its time to live, or the log no longer has it. */
  drop(entry: Entry): void {
    entry.subscription.expired++
    this.#close(entry)
    this.#deps.batcher.touch(entry.subscription)
  }

  /** any → gone, without an outcome: purged, aged, or passed by its subscription. A late settlement finds nothing. */
  takeBack(entry: Entry): void {
    const { subscription } = entry
    if (entry.state === 'retrying') subscription.retrying--
    this.#release(entry)
    this.#close(entry)
  }

  /** The whole deadline again. */
  extend(entry: Entry, now: number): void {
    this.#deps.deadlines.start(entry, entry.line?.ms ?? this.#deps.limits.ackDeadlineMs, now)
  }

  #fail(entry: Entry, outcome: 'nacked' | 'deadline', nack: Nack, now: number): void {
    const { limits, ids } = this.#deps
    const { subscription } = entry
    entry.failures++
    // An empty one tells no more than none.
    const reason = nack.reason || null
    const allowed = subscription.queue.settings.maxFailures ?? limits.maxFailures
    if (nack.dead === true || entry.failures >= allowed) {
      this.#record(entry, outcome, reason, null, now)
      this.#release(entry)
      return this.#kill(entry, reason ?? defaultReason(outcome), now)
    }
    entry.retryAt = now + (nack.delayMs ?? backoffMs(entry.failures, ids.random(), limits))
    this.#record(entry, outcome, reason, entry.retryAt, now)
    this.#release(entry)
    this.#retryLater(entry, now)
  }

  /** Only once the failure is on disk does its retry count down: a crash must not forget it after the next try. */
  #retryLater(entry: Entry, now: number): void {
    entry.state = 'retrying'
    entry.since = now
    entry.subscription.retrying++
    this.#slim(entry)
    this.#countDown(entry)
  }

  #countDown(entry: Entry): void {
    const { subscription, retryAt } = entry
    this.#deps.batcher.urgent(subscription, {
      done: () => {
        const waits = !entry.settled && !subscription.deleted && entry.state === 'retrying' && entry.retryAt === retryAt
        if (waits) this.#deps.retries.add(entry)
      },
      refused: () => {},
    })
  }

  /** → dead. Its letter stands in the same commit as the state without it: never none, never two. */
  #kill(entry: Entry, reason: string, now: number): void {
    const { subscription, message } = entry
    if (message === null) throw new Error(`seq ${entry.seq} died without its message`)
    if (subscription.lettered.delete(entry.seq)) {
      this.#deps.batcher.change({ kind: 'deleteDeadLetter', subscriptionId: subscription.id, seq: entry.seq })
      subscription.letters = subscription.letters.filter(({ seq }) => seq !== entry.seq)
      subscription.dead--
    }
    subscription.letters.push({
      queue: subscription.queue.name,
      subscription: subscription.name,
      seq: entry.seq,
      message,
      reason,
      attempts: entry.history ?? [],
      deadAt: now,
    })
    this.rememberDead(subscription, entry.seq, { listed: true, reason, at: now, again: null })
    this.#close(entry)
    subscription.dead++
    const done = () => this.#deps.changed('deadLetters', subscription.queue.name)
    this.#deps.batcher.urgent(subscription, { done, refused: () => {} })
  }

  /** So that people see why, while the letter lies in the list and after it was sent again. */
  rememberDead({ recentDead }: Subscription, seq: number, dead: RecentDead): void {
    recentDead.set(seq, dead)
    for (const oldest of recentDead.keys()) {
      if (recentDead.size <= this.#deps.limits.deadKept) break
      recentDead.delete(oldest)
    }
  }

  #ready(entry: Entry, now: number): void {
    const { subscription } = entry
    entry.state = 'ready'
    entry.since = now
    entry.retryAt = 0
    const suspect = entry.losses >= this.#deps.limits.lossesUntilAlone
    if (suspect) subscription.alone.push(entry)
    else subscription.ready.push(entry)
    this.#slim(entry)
  }

  /** Leaves its consumer: the credit, in messages and in bytes, is free again. */
  #release(entry: Entry): void {
    const { holder, subscription } = entry
    this.#deps.deadlines.cancel(entry)
    if (holder === null) return
    entry.holder = null
    holder.inFlight--
    subscription.inFlight--
    holder.link.unackedBytes -= entry.message?.bytes ?? 0
    if (holder.inFlight === 0) emptied(holder)
    this.#deps.wake(subscription)
    for (const starved of holder.link.starved) this.#deps.wake(starved)
    holder.link.starved.clear()
  }

  /** Out of the open set for good. */
  #close(entry: Entry): void {
    entry.subscription.open.remove(entry)
    releaseKey(entry.subscription, entry)
    entry.message = null
    entry.history = null
    this.#deps.wake(entry.subscription)
  }

  /** Large messages that wait are read again when their turn comes, so that 10,000 of them do not fill the memory. */
  #slim(entry: Entry): void {
    if ((entry.message?.bytes ?? 0) > this.#deps.limits.keepMessageBytes) entry.message = null
  }

  #remember(entry: Entry, consumer: string, now: number): void {
    const { subscription } = entry
    subscription.settlements ??= new Settlements(this.#deps.limits.settlementsKept)
    subscription.settlements.add(entry.seq, entry.attempts, entry.since, now, consumer, entry.history)
  }

  #record(entry: Entry, outcome: Attempt['outcome'], reason: string | null, retryAt: number | null, now: number): void {
    entry.history ??= []
    entry.history.push({
      attempt: entry.attempts,
      at: entry.since,
      endedAt: now,
      outcome,
      consumer: entry.holder === null ? '' : labelOf(entry.holder),
      reason,
      retryAt,
    })
    if (entry.history.length > HISTORY_KEPT) entry.history.shift()
  }
}

/** How people know a consumer: its client's label, else its connection's id. */
export function labelOf(consumer: Consumer): string {
  return consumer.link.link.client ?? consumer.link.link.id
}

function defaultReason(outcome: 'nacked' | 'deadline'): string {
  return outcome === 'nacked' ? 'refused without a reason' : 'ack deadline passed'
}

function emptied(consumer: Consumer): void {
  consumer.reserved = false
  consumer.draining?.done()
}
