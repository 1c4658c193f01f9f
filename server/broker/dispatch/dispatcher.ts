import type { Limits } from '../limits.ts'
import type { QueuedMessage } from '../model.ts'
import type { Clock } from '../ports.ts'
import type { Counters } from '../rates/counters.ts'
import type { Consumer, EventLine, Subscription } from '../state.ts'
import { Entry } from '../state.ts'
import { claimKey } from '../subscription/keys.ts'
import type { Settlement } from '../subscription/settlement.ts'
import { matches, totalOf } from '../totals.ts'
import { emptyConsumer, nextConsumer } from './credit.ts'
import type { Deadlines } from './deadlines.ts'
import type { Pages } from './pages.ts'
import { learnKeys } from './recovery.ts'

export interface DispatcherDeps {
  readonly clock: Clock
  readonly limits: Limits
  readonly counters: Counters
  readonly deadlines: Deadlines
  readonly pages: Pages
  readonly settlement: Settlement
  /** Of `Log`. */
  readonly doubt: () => Promise<void> | null
}

/**
 * Sends queued messages to consumers. A subscription is
 * - `caughtUp`: the commit hands it each message at once (`offer`);
 * - behind: it could not take one, and `run` goes on from `upto`, from the queue's window or from pages of the log, until
 *   it has caught up.
 * Deliveries that came back go before new ones, by seq. A run happens once a tick, however many acks woke it.
 */
export class Dispatcher {
  readonly #deps: DispatcherDeps
  #awake: Subscription[] = []
  #scheduled = false
  /** Batch consumers that got something in this run. */
  #handovers: Consumer[] = []
  #stopped = false
  /** Another process may own the log: what is committed now waits for the run after that is settled. */
  #doubtful = false

  constructor(deps: DispatcherDeps) {
    this.#deps = deps
  }

  /** Looks at it again in this tick's run. */
  wake(subscription: Subscription): void {
    if (subscription.awake || this.#stopped || subscription.consumers.length === 0) return
    subscription.awake = true
    this.#awake.push(subscription)
    if (this.#scheduled) return
    this.#scheduled = true
    this.#deps.clock.soon(() => this.#tick())
  }

  stop(): void {
    this.#stopped = true
  }

  /** A commit is done, and its messages follow. */
  begin(): void {
    this.#doubtful = this.#deps.doubt() !== null
  }

  /** A message was committed just now: to each subscription that has seen everything before it. */
  committed(message: QueuedMessage, line: EventLine, wild: ReadonlySet<Subscription>, now: number): void {
    if (line.subscriptions !== null)
      for (const subscription of line.subscriptions) this.#offer(subscription, message, now)
    for (const subscription of wild) this.#offer(subscription, message, now)
  }

  /** A copy for this one alone was committed just now. */
  copied(subscription: Subscription, message: QueuedMessage, now: number): void {
    this.#offer(subscription, message, now)
  }

  /** Ends a run: what batch consumers got goes out. */
  flush(): void {
    if (this.#handovers.length === 0) return
    const consumers = this.#handovers
    this.#handovers = []
    for (const consumer of consumers) this.#handOver(consumer)
  }

  #tick(): void {
    const doubt = this.#deps.doubt()
    if (doubt !== null) return void doubt.then(() => this.#tick())
    this.#scheduled = false
    const awake = this.#awake
    this.#awake = []
    const now = this.#deps.clock.now()
    for (const subscription of awake) {
      subscription.awake = false
      if (!this.#stopped) this.#run(subscription, now)
    }
    this.flush()
    for (const queue of new Set(awake.map(({ queue }) => queue))) if (queue.lagging.size > 0) trimWindow(queue)
  }

  #offer(subscription: Subscription, message: QueuedMessage, now: number): void {
    if (!subscription.caughtUp || !matches(subscription, message)) return
    if (!mayOpen(subscription, this.#deps.limits)) return fallBehind(subscription, message)
    const others = subscription.ready.size > 0 || subscription.alone.size > 0 || subscription.unknownKeys > 0
    if (others || this.#doubtful) {
      fallBehind(subscription, message)
      return this.wake(subscription)
    }
    if (isExpired(message, now)) {
      subscription.expired++
      return
    }
    const entry = new Entry(subscription, message.seq, message)
    if (subscription.keys.size > 0 && isBlocked(subscription, entry)) {
      this.#open(subscription, entry, now)
      return
    }
    const consumer = nextConsumer(subscription, message.bytes, this.#deps.limits)
    if (consumer === null) return fallBehind(subscription, message)
    this.#open(subscription, entry, now)
    this.#send(consumer, entry, message, now)
  }

  /** Adds it to the open ones; its key is taken, or it waits for it. */
  #open(subscription: Subscription, entry: Entry, now: number): void {
    entry.since = now
    subscription.open.push(entry)
    const free = claimKey(subscription, entry)
    if (!free && (entry.message?.bytes ?? 0) > this.#deps.limits.keepMessageBytes) entry.message = null
  }

  #run(subscription: Subscription, now: number): void {
    if (subscription.deleted || subscription.consumers.length === 0 || subscription.queue.pausedAt !== null) return
    if (subscription.unknownKeys > 0 && !learnKeys(subscription, this.#deps.pages, this.#deps.settlement)) return
    this.#sendAlone(subscription, now)
    if (!this.#sendReady(subscription, now)) return
    this.#sendNew(subscription, now)
  }

  /** Suspected poison goes to a consumer that holds nothing else, and that gets nothing else until it settled it. */
  #sendAlone(subscription: Subscription, now: number): void {
    for (let entry = subscription.alone.peek(); entry !== undefined; entry = subscription.alone.peek()) {
      if (entry.settled || entry.state !== 'ready') {
        subscription.alone.pop()
        continue
      }
      if (subscription.ordered && subscription.inFlight + subscription.retrying > 0) return
      const message = this.#messageOf(entry)
      if (message === null) return
      if (message === 'gone' || isExpired(message, now)) {
        subscription.alone.pop()
        this.#deps.settlement.drop(entry)
        continue
      }
      const consumer = emptyConsumer(subscription)
      if (consumer === null) return
      subscription.alone.pop()
      consumer.reserved = true
      this.#send(consumer, entry, message, now)
    }
    // Whoever was kept for one goes on, also where another was empty first.
    subscription.emptying = null
  }

  /** What came back, by seq. `false`: one of them has to wait, and so has everything after it. */
  #sendReady(subscription: Subscription, now: number): boolean {
    for (let entry = subscription.ready.peek(); entry !== undefined; entry = subscription.ready.peek()) {
      if (entry.settled || entry.state !== 'ready') {
        subscription.ready.pop()
        continue
      }
      if (subscription.ordered && subscription.inFlight + subscription.retrying > 0) return false
      const message = this.#messageOf(entry)
      if (message === null) return false
      if (message === 'gone' || isExpired(message, now)) {
        subscription.ready.pop()
        this.#deps.settlement.drop(entry)
        continue
      }
      const consumer = nextConsumer(subscription, message.bytes, this.#deps.limits)
      if (consumer === null) return false
      subscription.ready.pop()
      this.#send(consumer, entry, message, now)
    }
    return true
  }

  #sendNew(subscription: Subscription, now: number): void {
    const { limits } = this.#deps
    while (!subscription.caughtUp && mayOpen(subscription, limits)) {
      const message = this.#nextNew(subscription)
      if (message === null) return
      const entry = new Entry(subscription, message.seq, message)
      if (subscription.takenBack.size > 0) countOn(subscription, entry)
      const expired = isExpired(message, now)
      const blocked = !expired && isBlocked(subscription, entry)
      const consumer = expired || blocked ? null : nextConsumer(subscription, message.bytes, limits)
      if (!expired && !blocked && consumer === null) return
      subscription.upto = message.seq
      subscription.matched++
      if (expired) subscription.expired++
      else this.#open(subscription, entry, now)
      if (consumer !== null) this.#send(consumer, entry, message, now)
    }
  }

  /** The next message above `upto` that is the subscription's; `upto` passes those that are not. `null`: none now. */
  #nextNew(subscription: Subscription): QueuedMessage | null {
    const { queue } = subscription
    while (subscription.upto < queue.committed) {
      let message: QueuedMessage | undefined
      let through = queue.committed
      if (subscription.upto >= queue.window.after) {
        message = queue.window.above(subscription.upto)
      } else {
        const ahead = this.#deps.pages.above(queue, subscription.upto)
        if (ahead === null) {
          this.#deps.pages.read(subscription, subscription.upto)
          return null
        }
        message = ahead.message
        through = ahead.through
      }
      if (message !== undefined && matches(subscription, message)) return message
      subscription.upto = message === undefined ? through : message.seq
    }
    subscription.caughtUp = true
    subscription.guess = null
    queue.lagging.delete(subscription)
    return null
  }

  /** `null`: it is being read; `gone`: the log no longer has it. */
  #messageOf(entry: Entry): QueuedMessage | 'gone' | null {
    if (entry.message !== null) return entry.message
    const ahead = this.#deps.pages.above(entry.subscription.queue, entry.seq - 1)
    if (ahead === null) {
      this.#deps.pages.read(entry.subscription, entry.seq - 1)
      return null
    }
    if (ahead.message?.seq !== entry.seq) return 'gone'
    entry.message = ahead.message
    return ahead.message
  }

  #send(consumer: Consumer, entry: Entry, message: QueuedMessage, now: number): void {
    const { subscription } = entry
    this.#deps.counters.delivered(subscription, now)
    entry.state = 'inFlight'
    entry.holder = consumer
    entry.since = now
    entry.attempts++
    consumer.inFlight++
    subscription.inFlight++
    consumer.link.unackedBytes += message.bytes
    consumer.link.out.add(now, 1)
    this.#deps.deadlines.start(entry, deadlineMs(subscription, this.#deps.limits), now)
    if (consumer.batch) this.#gather(consumer, message, entry.attempts)
    else consumer.outlet.queued(message, subscription.name, entry.attempts)
  }

  #gather(consumer: Consumer, message: QueuedMessage, attempt: number): void {
    const { handoverMessages, handoverBytes } = this.#deps.limits
    const full = consumer.handover.length >= handoverMessages || consumer.handoverBytes + message.bytes > handoverBytes
    if (consumer.handover.length > 0 && full) this.#handOver(consumer)
    if (consumer.handover.length === 0) this.#handovers.push(consumer)
    consumer.handover.push({ message, attempt })
    consumer.handoverBytes += message.bytes
  }

  #handOver(consumer: Consumer): void {
    if (consumer.handover.length === 0) return
    const deliveries = consumer.handover
    consumer.handover = []
    consumer.handoverBytes = 0
    if (!consumer.gone) consumer.outlet.batch(consumer.subscription.name, deliveries)
  }
}

/** The subscription's own, else the queue's, else 30 s. */
export function deadlineMs(subscription: Subscription, limits: Limits): number {
  return subscription.ackDeadlineMs ?? subscription.queue.settings.ackDeadlineMs ?? limits.ackDeadlineMs
}

/** It was on its way before the subscription was moved back: that try counts. */
function countOn(subscription: Subscription, entry: Entry): void {
  entry.attempts = subscription.takenBack.get(entry.seq) ?? 0
  subscription.takenBack.delete(entry.seq)
}

/** Whether one more may be opened: 10,000 are the most, one where it is `ordered`, none while the queue is paused. */
function mayOpen(subscription: Subscription, limits: Limits): boolean {
  if (subscription.queue.pausedAt !== null) return false
  return subscription.open.size < (subscription.ordered ? 1 : limits.openMax)
}

function isBlocked(subscription: Subscription, entry: Entry): boolean {
  return typeof entry.key === 'string' && subscription.keys.has(entry.key)
}

function isExpired(message: QueuedMessage, now: number): boolean {
  return message.expiresAt !== null && message.expiresAt <= now
}

/** It cannot take this message now: from here on it follows on its own. The totals already count the message. */
function fallBehind(subscription: Subscription, message: QueuedMessage): void {
  subscription.caughtUp = false
  subscription.upto = message.seq - 1
  subscription.matched = totalOf(subscription) - 1
  subscription.queue.lagging.add(subscription)
}

/** Forgets recent messages that every subscription behind has passed, or that none can reach from the window. */
export function trimWindow(queue: Subscription['queue']): void {
  const { window } = queue
  let needed = queue.committed
  for (const subscription of queue.lagging) {
    if (subscription.upto >= window.after && subscription.upto < needed) needed = subscription.upto
  }
  if (needed >= queue.committed) window.reset(queue.committed)
  else window.dropTo(needed)
}
