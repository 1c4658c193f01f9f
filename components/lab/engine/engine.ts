import { messageId } from '@/lib/client/publish/ids.ts'
import { publishBatch } from '@/lib/queries/publish.ts'
import { ApiFailure } from '@/lib/queries/request.ts'
import { deleteSubscription } from '@/lib/queries/subscriptions.ts'
import { EMPTY_LAB, type LabState, type Mode, SUBSCRIBERS, type SubscriberName } from '../model/state.ts'
import * as update from '../model/update.ts'
import { LabSubscriber, type SubscriberEvents } from './subscriber.ts'

export interface LabPlace {
  readonly queue: string
  /** Tells this run of the Lab from another tab's: four letters and digits. */
  readonly run: string
  readonly token?: string
}

/** The name of a subscriber at the broker: its label, and its durable subscription. */
export function labelOf(run: string, who: SubscriberName): string {
  return `lab-${run}-${who}`
}

/**
 * One run of the Lab: three real subscribers, and what was published to them. It holds the newest `LabState` and tells
 * who listens. `close` takes its durable subscriptions along.
 */
export class LabEngine {
  #state: LabState = EMPTY_LAB
  needsToken = false
  readonly place: LabPlace
  readonly #listeners = new Set<() => void>()
  readonly #subscribers = new Map<SubscriberName, LabSubscriber>()

  constructor(place: LabPlace) {
    this.place = place
    for (const who of SUBSCRIBERS) {
      const { queue, run, token } = place
      this.#subscribers.set(who, new LabSubscriber({ queue, label: labelOf(run, who), token }, this.#events(who)))
    }
  }

  readonly state = (): LabState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(): void {
    for (const subscriber of this.#subscribers.values()) subscriber.plug()
  }

  /** Ends the run, and the durable subscriptions with it, so that nothing waits for subscribers that never come back. */
  async close(): Promise<void> {
    const { queue, run } = this.place
    // Best effort: a broker that is away keeps them, and the next visit sweeps them up.
    const gone = SUBSCRIBERS.map((who) => deleteSubscription(queue, labelOf(run, who)))
    for (const subscriber of this.#subscribers.values()) subscriber.leave()
    await Promise.allSettled(gone)
  }

  plug(who: SubscriberName, on: boolean): void {
    this.#set(update.plugged(this.#state, who, on))
    const subscriber = this.#subscribers.get(who)
    if (on) subscriber?.plug()
    else subscriber?.unplug()
    this.#log({ kind: on ? 'plugged' : 'unplugged', who, numbers: on ? this.#waitingFor(who) : [] })
  }

  mode(who: SubscriberName, mode: Mode): void {
    const subscriber = this.#subscribers.get(who)
    if (subscriber) subscriber.mode = mode
    this.#set(update.modeSet(this.#state, who, mode))
    this.#log({ kind: 'mode', who, mode })
  }

  /** Publishes `count` messages at once, as queued: who is there in real time gets each as it is published, too. */
  async publish(count: number, event: string, payload: unknown): Promise<void> {
    const ids = Array.from({ length: count }, messageId)
    const first = this.#state.messages.length + 1
    // Before the broker confirms: a copy may arrive sooner than the confirm does.
    this.#set(update.published(this.#state, ids))
    this.#log({ kind: 'published', numbers: ids.map((_, index) => first + index) })
    try {
      const messages = ids.map((id) => ({ id, event, payload, delivery: 'queued' as const }))
      const { results } = await publishBatch(this.place.queue, messages)
      const refused = ids.filter((_, index) => results[index]?.ok === false)
      const [first] = results.flatMap((result) => (result.ok ? [] : [result.error.message]))
      if (first !== undefined) this.#withdraw(refused, first)
    } catch (error) {
      this.#withdraw(ids, error instanceof ApiFailure ? error.message : String(error))
    }
  }

  /** Resolves as soon as the state is what is asked for. */
  until(holds: (state: LabState) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds(this.#state)) return
        stop()
        resolve()
      }
      const stop = this.subscribe(look)
      look()
    })
  }

  #events(who: SubscriberName): SubscriberEvents {
    const then = (next: (state: LabState, at: number) => LabState) => this.#set(next(this.#state, Date.now()))
    return {
      online: () => then((state, at) => update.online(state, who, at)),
      offline: () => then((state, at) => update.offline(state, who, at)),
      realtime: (id) => then((state) => update.receivedRealtime(state, who, id)),
      received: (id) => then((state) => update.receivedQueued(state, who, id)),
      acked: (id) => then((state, at) => update.acked(state, who, id, at)),
      nacked: (id) => then((state) => update.nacked(state, who, id)),
      crashed: (id) => this.#log({ kind: 'crashed', who, numbers: this.#numberOf(id) }),
      failed: (failure, needsToken) => {
        this.needsToken ||= needsToken
        then((state) => ({ ...state, status: 'failed', failure }))
      },
    }
  }

  #withdraw(ids: readonly string[], reason: string): void {
    this.#set(update.withdrawn(this.#state, ids))
    this.#log({ kind: 'refused', reason })
  }

  #numberOf(id: string): number[] {
    return this.#state.messages.flatMap((message) => (message.id === id ? [message.number] : []))
  }

  #waitingFor(who: SubscriberName): number[] {
    return this.#state.messages.flatMap((message) => {
      const cell = this.#state.cells.get(`${who}:${message.id}`)
      return cell?.waited && cell.queued !== 'acked' ? [message.number] : []
    })
  }

  #log(line: Parameters<typeof update.logged>[2]): void {
    this.#set(update.logged(this.#state, Date.now(), line))
  }

  #set(state: LabState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
