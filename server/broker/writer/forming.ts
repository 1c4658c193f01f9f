import type { Limits } from '../limits.ts'
import type { Change, Clock, Commit, RealtimeRecord } from '../ports.ts'
import type { Queue, Subscription, Waiting } from '../state.ts'
import { Fifo } from '../structures/fifo.ts'
import type { States, Waiter } from './states.ts'
import { recordOf } from './states.ts'

/** One commit, and who waits for it. */
export interface Batch {
  readonly commit: Commit
  readonly publishes: readonly Waiting[]
  readonly states: readonly Subscription[]
  readonly waiters: Waiter[]
}

interface Realtime {
  readonly queueId: number
  readonly record: RealtimeRecord
}

const PRESENCE_PER_COMMIT = 2_000

/** What waits for the next commit, and how a batch is made of it. */
export class Forming {
  readonly #clock: Clock
  readonly #limits: Limits
  readonly #states: States
  /** Queues with waiting publishes, in turn. */
  #turn: Queue[] = []
  #waitingBytes = 0
  readonly #realtime = new Fifo<Realtime>()
  #realtimeBytes = 0
  #changes: Change[] = []
  #waiters: Waiter[] = []
  readonly #presence = new Fifo<Change>()

  constructor(clock: Clock, limits: Limits, states: States) {
    this.#clock = clock
    this.#limits = limits
    this.#states = states
  }

  /** Bytes of publishes that are not committed yet, those of a batch under way included. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** Whether a change was asked for that is not in a batch yet. */
  get hasChanges(): boolean {
    return this.#changes.length > 0
  }

  publish(waiting: Waiting): void {
    const { queue } = waiting
    if (queue.waiting.size === 0) this.#turn.push(queue)
    queue.waiting.push(waiting)
    this.count(queue, waiting.message.bytes)
  }

  /** So many bytes more, or fewer, wait to be committed. */
  count(queue: Queue, bytes: number): void {
    this.#waitingBytes += bytes
    queue.waitingBytes += bytes
  }

  /** `false`: there is too much, it is not kept. */
  realtime(queueId: number, record: RealtimeRecord): boolean {
    const { bytes } = record.message
    if (this.#realtimeBytes + bytes > this.#limits.realtimeLogBytes) return false
    this.#realtimeBytes += bytes
    this.#realtime.push({ queueId, record })
    return true
  }

  change(change: Change): void {
    this.#changes.push(change)
  }

  presence(change: Change): void {
    this.#presence.push(change)
  }

  /** Told what becomes of the next commit, whatever it holds. */
  wait(waiters: readonly Waiter[]): void {
    this.#waiters.push(...waiters)
  }

  /** A batch that was refused: these stand before what came since. */
  putBack(changes: readonly Change[], waiters: readonly Waiter[]): void {
    this.#changes = [...changes, ...this.#changes]
    this.#waiters = [...waiters, ...this.#waiters]
  }

  /** These are committed, or never will be. */
  noLongerWaiting(publishes: readonly Waiting[]): void {
    for (const { queue, message } of publishes) this.count(queue, -message.bytes)
  }

  /** Drops what is a deleted queue's. Answers its publishes. */
  forgetQueue(queue: Queue): readonly Waiting[] {
    const publishes = queue.waiting.takeAll()
    this.#turn = this.#turn.filter((other) => other !== queue)
    this.noLongerWaiting(publishes)
    for (const waiting of this.#realtime.takeAll()) {
      if (waiting.queueId !== queue.id) this.#realtime.push(waiting)
      else this.#realtimeBytes -= waiting.record.message.bytes
    }
    for (const change of this.#presence.takeAll()) {
      if (change.kind !== 'putPresence' || change.queueId !== queue.id) this.#presence.push(change)
    }
    return publishes
  }

  /** Nothing is written any more. Answers everything that is waited for. */
  stop(): { readonly publishes: readonly Waiting[]; readonly waiters: readonly Waiter[] } {
    const publishes = this.#turn.flatMap((queue) => queue.waiting.takeAll())
    this.#turn = []
    return { publishes, waiters: [...this.#waiters, ...this.#states.stop()] }
  }

  /** As much as fits into one commit; `null`: nothing waits. Seqs are given here. */
  form(): Batch | null {
    const publishes = this.#takePublishes()
    const realtime = this.#takeRealtime(this.#limits.batchMessages - publishes.length)
    const waiters = this.#waiters
    const changes = this.#changes
    this.#waiters = []
    this.#changes = []
    const states = this.#states.take(waiters, changes)
    for (let i = 0; i < PRESENCE_PER_COMMIT; i++) {
      const change = this.#presence.take()
      if (change === undefined) break
      changes.push(change)
    }
    if (publishes.length + realtime.length + states.length + changes.length + waiters.length === 0) return null
    const messages = messagesOf(publishes, changes)
    const commit = { messages, realtime, states: states.map((state) => recordOf(state, this.#clock.now())), changes }
    return { commit, publishes, states, waiters }
  }

  /** Round-robin over queues, so that one that is flooded delays the others by its share only. */
  #takePublishes(): Waiting[] {
    const { batchMessages, batchBytes } = this.#limits
    const taken: Waiting[] = []
    let bytes = 0
    let at = 0
    while (this.#turn.length > 0 && taken.length < batchMessages && bytes < batchBytes) {
      if (at >= this.#turn.length) at = 0
      const queue = this.#turn[at]
      const waiting = queue?.waiting.take()
      if (queue === undefined || waiting === undefined) break
      if (waiting.scheduled === null) waiting.message.seq = ++queue.lastSeq
      bytes += waiting.message.bytes
      taken.push(waiting)
      if (queue.waiting.size === 0) this.#turn.splice(at, 1)
      else at++
    }
    // The next batch begins with the queue after the last one served.
    if (at > 0 && at < this.#turn.length) this.#turn = [...this.#turn.slice(at), ...this.#turn.slice(0, at)]
    return taken
  }

  #takeRealtime(room: number): Realtime[] {
    const taken: Realtime[] = []
    let bytes = 0
    while (taken.length < room && bytes < this.#limits.batchBytes) {
      const next = this.#realtime.take()
      if (next === undefined) break
      bytes += next.record.message.bytes
      taken.push(next)
    }
    this.#realtimeBytes -= bytes
    return taken
  }
}

/** The messages of a batch. What stands in its commit with them, or instead of one that is not due, joins `changes`. */
function messagesOf(publishes: readonly Waiting[], changes: Change[]): Commit['messages'] {
  const messages: Commit['messages'][number][] = []
  for (const { queue, message, along, scheduled } of publishes) {
    if (scheduled === null) messages.push({ queueId: queue.id, message })
    else changes.push({ kind: 'putScheduled', queueId: queue.id, scheduled })
    if (along !== null) changes.push(...along)
  }
  return messages
}
