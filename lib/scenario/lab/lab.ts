import { messageId } from '../../client/publish/ids.ts'
import { type Action, reduce } from './action.ts'
import type { Hands, LabPlace, Share } from './ports.ts'
import { cellKey, EMPTY_LAB, FIRST_ROWS, type LabState, type Mode, type Publish, type Row } from './state.ts'
import { LabSubscriber, type SubscriberEvents } from './subscriber.ts'

/** Failures after which the broker gives a delivery up, where the queue has no other setting. */
const MAX_FAILURES = 5

/** The name of a subscriber at the broker: its label, and its durable subscription. */
export function labelOf(run: string, who: string): string {
  return `lab-${run}-${who}`
}

/** Four letters and digits: enough to tell runs apart. */
export function runId(): string {
  return messageId().slice(-4)
}

/**
 * One run of a Lab: real subscribers, and what was published to them. It holds the newest `LabState` and tells who
 * listens. `close` takes its durable subscriptions along.
 */
export class Lab {
  needsToken = false
  readonly place: LabPlace
  /** The browser, or the command, that this object runs in. */
  readonly member: string
  /** All that happened, for a recording and for who joins. */
  readonly history: Action[] = []
  readonly #hands: Hands
  readonly #rows: readonly Row[]
  readonly #listeners = new Set<() => void>()
  readonly #subscribers = new Map<string, LabSubscriber>()
  #state: LabState = EMPTY_LAB
  #share: Share | null = null
  #maxFailures = MAX_FAILURES
  #closed = false

  constructor(place: LabPlace, hands: Hands, member: string, rows: readonly Row[] = FIRST_ROWS) {
    this.place = place
    this.#hands = hands
    this.member = member
    this.#rows = rows
  }

  readonly state = (): LabState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(): void {
    for (const row of this.#rows) void this.#tell({ do: 'join', row, ...this.#me() })
    void this.#readSettings()
  }

  /** Ends the run, and the durable subscriptions with it, so that nothing waits for subscribers that never come back. */
  async close(): Promise<void> {
    this.#closed = true
    const { queue, run } = this.place
    const names = [...this.#subscribers.keys()]
    // Best effort: a broker that is away keeps them, and the next visit sweeps them up.
    const gone = names.map((who) => this.#hands.forget(queue, labelOf(run, who)))
    for (const subscriber of this.#subscribers.values()) subscriber.leave()
    this.#subscribers.clear()
    await Promise.allSettled(gone)
  }

  /** From now on what happens is told to all browsers of this Lab, and comes back from there by `take`. */
  shareBy(share: Share): void {
    this.#share = share
  }

  plug(who: string, on: boolean): Promise<void> {
    return this.#tell({ do: 'plug', who, on, ...this.#me() })
  }

  mode(who: string, mode: Mode): Promise<void> {
    return this.#tell({ do: 'mode', who, mode, ...this.#me() })
  }

  add(row: Row): Promise<void> {
    return this.#tell({ do: 'join', row, ...this.#me() })
  }

  remove(who: string): Promise<void> {
    return this.#tell({ do: 'leave', who, ...this.#me() })
  }

  clear(): Promise<void> {
    return this.#tell({ do: 'clear', ...this.#me() })
  }

  /** Publishes several at once: who is there in real time gets each as it is published, too. Answers why not, or `null`. */
  async publish(publish: Publish): Promise<string | null> {
    const ids = Array.from({ length: publish.count }, messageId)
    // Before the broker confirms: a copy may arrive sooner than the confirm does.
    await this.#tell({ do: 'publish', ids, publish, ...this.#me() })
    const { count: _, ...one } = publish
    let answers: (string | null)[]
    try {
      answers = await this.#hands.publish(
        this.place.queue,
        ids.map((id) => ({ ...one, id })),
      )
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      answers = ids.map(() => reason)
    }
    const refused = ids.filter((_, index) => answers[index] !== null)
    const reason = answers.find((answer) => answer !== null) ?? null
    if (reason !== null) await this.#tell({ do: 'withdraw', ids: refused, reason, ...this.#me() })
    return reason
  }

  /** It cannot go on, and says why. */
  fail(failure: string, needsToken: boolean): void {
    this.needsToken ||= needsToken
    this.#set({ ...this.#state, status: 'failed', failure })
  }

  /** Those whose connection is here. */
  mine(): readonly string[] {
    return [...this.#subscribers.keys()]
  }

  /** Somebody's browser is gone without a word: nobody else can tell that its subscribers are away. */
  lost(who: string): Promise<void> {
    return this.#tell({ do: 'offline', who, at: Date.now() })
  }

  /** Resolves as soon as the state is what is asked for, or when `signal` fires. Answers which. */
  until(holds: (state: LabState) => boolean, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        const held = holds(this.#state)
        if (!held && signal?.aborted !== true) return
        stop()
        signal?.removeEventListener('abort', look)
        resolve(held)
      }
      const stop = this.subscribe(look)
      signal?.addEventListener('abort', look)
      look()
    })
  }

  /** Makes an action true: in the state, and for those subscribers whose connection is here. */
  take(action: Action): void {
    if (this.#closed) return
    const before = this.#state
    this.history.push(action)
    this.#set(reduce(before, action))
    if (action.do === 'join' && action.by === this.member && !has(before, action.row.name)) this.#connect(action.row)
    if (action.do === 'leave') void this.#disconnect(action.who)
    if (action.do === 'clear') this.#begin()
    const subscriber = 'who' in action ? this.#subscribers.get(action.who) : undefined
    if (subscriber === undefined) return
    if (action.do === 'plug') action.on ? subscriber.plug() : subscriber.unplug()
    if (action.do === 'mode') subscriber.mode = action.mode
    // Another browser took it for lost, or it came back before that was told.
    if (action.do === 'offline' && subscriber.online) void this.#tell({ ...action, do: 'online', at: Date.now() })
  }

  #connect(row: Row): void {
    const { queue, run, token, url = '' } = this.place
    const place = { url, queue, label: labelOf(run, row.name), token, events: row.events }
    const subscriber = new LabSubscriber(place, this.#events(row.name))
    this.#subscribers.set(row.name, subscriber)
    subscriber.plug()
  }

  #begin(): void {
    this.history.splice(0, this.history.length)
    for (const subscriber of this.#subscribers.values()) {
      subscriber.mode = 'normal'
      subscriber.plug()
    }
  }

  async #disconnect(who: string): Promise<void> {
    const subscriber = this.#subscribers.get(who)
    if (subscriber === undefined) return
    this.#subscribers.delete(who)
    subscriber.leave()
    await this.#hands.forget(this.place.queue, labelOf(this.place.run, who)).catch(() => undefined)
  }

  async #readSettings(): Promise<void> {
    if (!(await this.until((state) => state.status === 'ready'))) return
    this.#maxFailures = (await this.#hands.maxFailures(this.place.queue).catch(() => null)) ?? MAX_FAILURES
  }

  #events(who: string): SubscriberEvents {
    const saw = (what: 'online' | 'offline') => void this.#tell({ do: what, who, at: Date.now() })
    const got = (what: 'realtime' | 'received' | 'acked' | 'crashed', id: string) =>
      void this.#tell({ do: what, who, id, at: Date.now() })
    return {
      online: () => saw('online'),
      offline: () => saw('offline'),
      realtime: (id) => got('realtime', id),
      received: (id) => got('received', id),
      acked: (id) => got('acked', id),
      nacked: (id) => {
        const failures = this.#state.cells.get(cellKey(who, id))?.failures ?? 0
        void this.#tell({ do: 'nacked', who, id, last: failures + 1 >= this.#maxFailures, at: Date.now() })
      },
      crashed: (id) => got('crashed', id),
      failed: (failure, needsToken) => this.fail(failure, needsToken),
    }
  }

  #me(): { readonly at: number; readonly by: string } {
    return { at: Date.now(), by: this.member }
  }

  async #tell(action: Action): Promise<void> {
    if (this.#closed) return
    if (this.#share === null) this.take(action)
    else await this.#share.tell(action)
  }

  #set(state: LabState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

function has(state: LabState, name: string): boolean {
  return state.subscribers.some((one) => one.name === name)
}
