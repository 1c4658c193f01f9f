import type { HoldlineError } from '@/lib/client/index.ts'
import { createQueue, deleteQueue } from '@/lib/queries/queues.ts'
import { ApiFailure, piece, request } from '@/lib/queries/request.ts'
import { deleteSubscription } from '@/lib/queries/subscriptions.ts'
import type { Action } from '@/lib/scenario/lab/action.ts'
import { Lab, runId } from '@/lib/scenario/lab/lab.ts'
import type { LabPlace } from '@/lib/scenario/lab/ports.ts'
import { FIRST_ROWS, type LabState, MOST_ROWS, type Row } from '@/lib/scenario/lab/state.ts'
import { HANDS } from '../engine/hands.ts'
import { readersOf, SHARED_SETTINGS, shareQueueOf } from './marks.ts'
import { SHARE_EVENT, SharedLog } from './shared-log.ts'

/** alone → shared (by its link) → ended · joining → shared → ended */
export type Sharing = 'alone' | 'joining' | 'shared' | 'ended'

export interface Seen {
  readonly state: LabState
  readonly sharing: Sharing
  /** Whether it hears the other browsers. */
  readonly connected: boolean
}

export interface Setting {
  readonly queue: string
  readonly token?: string
  readonly rows?: readonly Row[]
  /** The run of somebody else's Lab, to join it. */
  readonly join?: string
}

/** One run of the Lab in this browser: by itself, or one of several that share it. */
export class LabSession {
  readonly lab: Lab
  /** The browsers that are here, this one among them; told by the broker, `null` until it has. */
  here: readonly string[] | null = null
  /** Those that went without a word. */
  gone: readonly string[] = []
  #seen: Seen
  #log: SharedLog | null = null
  readonly #listeners = new Set<() => void>()

  constructor({ queue, token, rows, join }: Setting) {
    const place: LabPlace = { queue, run: join ?? runId(), ...(token !== undefined && { token }) }
    this.lab = new Lab(place, HANDS, `member-${runId()}`, join === undefined ? (rows ?? FIRST_ROWS) : [])
    this.#seen = { state: this.lab.state(), sharing: join === undefined ? 'alone' : 'joining', connected: true }
    this.lab.subscribe(() => this.#set({ state: this.lab.state() }))
  }

  readonly seen = (): Seen => this.#seen

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(): void {
    if (this.#seen.sharing === 'joining') void this.#join()
    else this.lab.open()
  }

  /** Lets other browsers in, by the link that has this run. @throws ApiFailure, HoldlineError */
  async share(): Promise<void> {
    if (this.#seen.sharing !== 'alone') return
    await createQueue({ name: this.#queue, settings: SHARED_SETTINGS })
    const log = this.#connect()
    const began = log.begin(this.lab.history)
    this.lab.shareBy(log)
    this.#set({ sharing: 'shared' })
    await log.read(await began)
  }

  /** Goes, and says so to those who stay; the last one takes the shared queue along. */
  leave(): void {
    const rows = this.lab.mine()
    const isLast = this.#isLast()
    void this.lab.close()
    if (this.#log === null) return
    this.#log.close()
    if (this.#seen.sharing === 'ended') return
    if (isLast) {
      void deleteQueue(this.#queue).catch(() => undefined)
      return
    }
    const actions = rows.map((who): Action => ({ do: 'leave', who, at: Date.now(), by: this.lab.member }))
    const body = { event: SHARE_EVENT, payload: { actions } }
    const told = request(`/queues/${piece(this.#queue)}/messages`, { method: 'POST', body, keepalive: true })
    void told.catch(() => undefined)
    void deleteSubscription(this.#queue, this.lab.member).catch(() => undefined)
  }

  /** Who is here is asked for, and the answer may be old: whose subscribers have joined and not left is here, too. */
  #isLast(): boolean {
    const { subscribers } = this.lab.state()
    const mine = [this.lab.member, ...this.gone]
    return this.here?.length === 1 && subscribers.every((one) => one.left || mine.includes(one.host))
  }

  get #queue(): string {
    return shareQueueOf(this.lab.place.run)
  }

  async #join(): Promise<void> {
    try {
      // Anybody can write a link: nothing is subscribed, or deleted in the end, where it names somebody else's queue.
      if ((await readersOf(this.#queue)) === null) return this.#set({ sharing: 'ended' })
    } catch (error) {
      if (error instanceof ApiFailure && error.code === 'E_UNKNOWN_QUEUE') this.#set({ sharing: 'ended' })
      else this.lab.fail(error instanceof Error ? error.message : String(error), false)
      return
    }
    const log = this.#connect()
    this.lab.shareBy(log)
    this.lab.open()
    await log.read('start')
    await this.#takeRow()
    if (this.#seen.sharing === 'joining') this.#set({ sharing: 'shared' })
  }

  // Of two that want one name at once the first has it: the other one sees that and takes the next.
  async #takeRow(): Promise<void> {
    const kind = window.matchMedia('(pointer: coarse)').matches ? 'phone' : 'laptop'
    for (let number = 2; number < 2 + MOST_ROWS; number += 1) {
      const name = `${kind}-${number}`
      await this.lab.add({ name })
      const taken = this.lab.state().subscribers.find((one) => one.name === name)
      if (taken === undefined || taken.host === this.lab.member) return
    }
  }

  #connect(): SharedLog {
    const { place, member } = this.lab
    const at = { url: window.location.origin, queue: this.#queue, member, token: place.token }
    this.#log = new SharedLog(at, {
      took: (action) => this.lab.take(action),
      connected: (connected) => this.#set({ connected }),
      ended: (error) => this.#ended(error),
    })
    return this.#log
  }

  #ended(error: HoldlineError | null): void {
    if (error === null) this.#set({ sharing: 'ended' })
    else this.lab.fail(error.message, error.code === 'E_AUTH')
  }

  #set(change: Partial<Seen>): void {
    this.#seen = { ...this.#seen, ...change }
    for (const listener of this.#listeners) listener()
  }
}
