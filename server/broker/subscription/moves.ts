import type { Skip } from '../model.ts'
import { afterMove, beforeMove } from '../rates/pace.ts'
import type { Subscription } from '../state.ts'
import { matchedOf, totalOf, uptoOf } from '../totals.ts'
import type { Batcher } from '../writer/batcher.ts'
import { recordOf } from './record.ts'
import type { Settlement } from './settlement.ts'

export interface MoveDeps {
  readonly batcher: Batcher
  readonly settlement: Settlement
  readonly wake: (subscription: Subscription) => void
}

const SKIPS_KEPT = 20
const SLICE = 500

/** Moves a subscription along its queue, in memory. `matched` is what it has to be at the new point (`Reckoning`). */
export class Moves {
  readonly #deps: MoveDeps

  constructor(deps: MoveDeps) {
    this.#deps = deps
  }

  /**
   * Everything at or below `point` ends, settled or not; answers how many were not. What is in flight is taken from its
   * holder. Without `matched` it is taken in proportion until the subscription has caught up.
   */
  skip(
    subscription: Subscription,
    point: number,
    matched: number | undefined,
    cause: Skip['cause'],
    now: number,
  ): number {
    const { open, queue } = subscription
    beforeMove(subscription, now)
    const from = Math.min(open.first?.seq ?? Number.POSITIVE_INFINITY, uptoOf(subscription) + 1)
    const ended = open.between(0, point)
    let to = ended.at(-1)?.seq ?? 0
    let skipped = ended.length
    for (const entry of ended) this.#deps.settlement.takeBack(entry)
    if (uptoOf(subscription) < point) {
      const reached = Math.max(subscription.matched, matched ?? inProportion(subscription, point))
      skipped += reached - subscription.matched
      subscription.matched = reached
      subscription.upto = point
      subscription.guess = matched === undefined && point < queue.committed ? {} : null
      to = point
      this.#deps.wake(subscription)
    }
    if (skipped === 0) return 0
    afterMove(subscription, now)
    subscription.skips = withSkip(subscription.skips, { from, to, at: now, cause })
    return skipped
  }

  /**
   * Goes on from just after `point`, which is below what it has scanned: all of that is sent again, also what was
   * settled. Nothing stays open, so that lower seqs can be opened again. Answers how many are sent again.
   */
  rewind(subscription: Subscription, point: number, matched: number, now: number): number {
    const { queue, open } = subscription
    beforeMove(subscription, now)
    const resent = Math.max(0, matchedOf(subscription) - matched)
    for (const entry of [...open]) {
      if (entry.attempts > 0) subscription.takenBack.set(entry.seq, entry.attempts)
      this.#deps.settlement.takeBack(entry)
    }
    subscription.caughtUp = false
    subscription.upto = point
    subscription.matched = matched
    subscription.guess = null
    subscription.startSeq = Math.min(subscription.startSeq, point + 1)
    subscription.skips = cutFrom(subscription.skips, point + 1)
    for (const [seq, { listed }] of [...subscription.recentDead]) {
      if (seq <= point) continue
      subscription.recentDead.delete(seq)
      // Also what died after the log was asked, or is not in it yet.
      if (listed) subscription.lettered.add(seq)
    }
    if (subscription.consumers.length > 0) queue.lagging.add(subscription)
    afterMove(subscription, now)
    this.#deps.wake(subscription)
    return resent
  }

  /** Has written what it is and where it stands. Resolves when that is on disk. */
  write(subscription: Subscription): Promise<void> {
    const { batcher } = this.#deps
    if (subscription.deleted) return Promise.resolve()
    batcher.change({ kind: 'putSubscription', subscription: recordOf(subscription) })
    return new Promise((resolve, reject) => {
      batcher.urgent(subscription, { done: resolve, refused: reject })
    })
  }

  /** The same for many, which nobody waits for. What a crash loses of it follows from the queue's start. */
  writeSoon(subscriptions: readonly Subscription[]): void {
    this.#writeSlices(subscriptions).catch(() => {})
  }

  /** So many to a commit, so that what comes behind them does not wait. */
  async #writeSlices(subscriptions: readonly Subscription[]): Promise<void> {
    for (let at = 0; at < subscriptions.length; at += SLICE) {
      await Promise.all(subscriptions.slice(at, at + SLICE).map((subscription) => this.write(subscription)))
    }
  }
}

/** As if what is ahead were spread evenly. */
function inProportion(subscription: Subscription, point: number): number {
  const { queue, upto, matched } = subscription
  if (point >= queue.committed) return totalOf(subscription)
  const ahead = Math.max(0, totalOf(subscription) - matched)
  return matched + Math.round((ahead * (point - upto)) / (queue.committed - upto))
}

/** One that goes on where the last of its cause ended is the same one. */
function withSkip(skips: readonly Skip[], skip: Skip): readonly Skip[] {
  const last = skips.at(-1)
  if (last !== undefined && last.cause === skip.cause && skip.from <= last.to + 1) {
    return [...skips.slice(0, -1), { ...skip, from: Math.min(last.from, skip.from) }]
  }
  return [...skips, skip].slice(-SKIPS_KEPT)
}

/** Without what is at or above `seq`: it is sent again. */
function cutFrom(skips: readonly Skip[], seq: number): readonly Skip[] {
  return skips.filter(({ from }) => from < seq).map((skip) => ({ ...skip, to: Math.min(skip.to, seq - 1) }))
}
