import { io, type Socket } from 'socket.io-client'
import type { FeedClientEvents, FeedServerEvents, Tail, Tailed, Topic } from '@/lib/feed.ts'
import { DASHBOARD_NAMESPACE, isName } from '@/lib/protocol.ts'
import { askHealth } from '@/lib/queries/health.ts'
import { AT_FIRST, type FeedState } from './state.ts'

/** Waits between tries; the last one repeats. Own ones, so that a page can say when the next is. */
const TRY_AFTER_MS = [1_000, 2_000, 3_000, 5_000] as const

const TOPICS: Topic[] = [
  'queues',
  'messages',
  'subscriptions',
  'connections',
  'deadLetters',
  'jobs',
  'activity',
  'totals',
  'cost',
]

/** What the pages of one queue show: who comes and goes elsewhere is no news there. */
function topicsOf(queue: string | null): Topic[] {
  if (queue === null) return TOPICS
  return [`queues:${queue}`, `messages:${queue}`, `subscriptions:${queue}`, 'connections', 'totals', 'cost']
}

/** The topics that changed, or `null` for everything. */
type OnChanged = (topics: readonly string[] | null) => void

/**
 * The page's one connection to `/_dashboard`, across all pages.
 * connecting → connected ⇄ waiting (broken, tries again by itself) · → refused (a token is needed; `tryNow` after it).
 * While paused, or while nobody looks at the tab, it watches nothing, and the broker does no work for it. Nor does it
 * follow messages while nobody looks.
 */
export class FeedClient {
  #state: FeedState = AT_FIRST
  readonly #listeners = new Set<() => void>()
  readonly #tails = new Set<(event: Tailed) => void>()
  #tail: Tail = {}
  /** What the broker was last asked to follow. */
  #followed: Tail = {}
  /** The one queue that the page shows; `null` for all. */
  #queue: string | null = null
  #tries = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Something may have changed unseen: everything is fetched again at the next chance. */
  #stale = false
  readonly #onChanged: OnChanged
  readonly #socket: Socket<FeedServerEvents, FeedClientEvents>

  constructor(onChanged: OnChanged) {
    this.#onChanged = onChanged
    this.#socket = io(DASHBOARD_NAMESPACE, { autoConnect: false, reconnection: false, transports: ['websocket'] })
    this.#listen()
  }

  readonly state = (): FeedState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Connects, and follows whether anybody looks. Returns its end. */
  readonly open = (): (() => void) => {
    const look = () => {
      this.#watch()
      this.#followTail()
    }
    document.addEventListener('visibilitychange', look)
    this.#socket.connect()
    return () => {
      document.removeEventListener('visibilitychange', look)
      clearTimeout(this.#timer)
      this.#socket.disconnect()
    }
  }

  /** Does not wait for the next try. */
  readonly tryNow = (): void => {
    clearTimeout(this.#timer)
    const { connected } = this.#socket
    if (this.#state.link === 'refused') this.#set({ link: connected ? 'connected' : 'connecting' })
    this.#set({ nextTryAt: null })
    if (connected) this.#onChanged(null)
    else this.#socket.connect()
  }

  /** The API no longer knows this browser: everything waits until it has signed in, and goes on from there. */
  readonly signedOut = (): void => {
    clearTimeout(this.#timer)
    this.#set({ link: 'refused', nextTryAt: null })
  }

  readonly pause = (paused: boolean): void => {
    this.#set({ paused })
    this.#watch()
  }

  /** Hears of one queue only, until the returned end is called. A name that cannot be one is as good as none. */
  readonly narrow = (queue: string): (() => void) => {
    this.#queue = isName(queue) ? queue : null
    this.#watch()
    return () => {
      this.#queue = null
      this.#watch()
    }
  }

  /** Follows the messages of a queue as they pass by; one queue at a time. Returns its end. */
  readonly follow = (tail: Tail, listener: (event: Tailed) => void): (() => void) => {
    this.#tails.add(listener)
    this.#tail = tail
    this.#followTail()
    return () => {
      this.#tails.delete(listener)
      if (this.#tail !== tail) return
      this.#tail = {}
      this.#followTail()
    }
  }

  #set(change: Partial<FeedState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('connect', () => this.#connected())
    socket.on('disconnect', (reason) => reason !== 'io client disconnect' && this.#broken())
    socket.on('connect_error', (error) => this.#refused(error))
    // Taken as lib/feed says, as the API's answers are: the schemas are some 40 kB that a page does not need otherwise.
    socket.on('changed', (event) => this.#changed(event))
    socket.on('totals', (totals) => this.#set({ totals, seenAt: Date.now() }))
    socket.on('cost', (cost) => this.#set({ cost }))
    socket.on('welcome', ({ tab }) => this.#set({ tab }))
    socket.on('tail', (event) => {
      for (const listener of this.#tails) listener(event)
    })
  }

  #connected(): void {
    this.#tries = 0
    // What happened until now was told to nobody, nor what changed since the pages first fetched.
    this.#stale = true
    this.#set({ link: 'connected', brokenAt: null, nextTryAt: null, health: null, seenAt: Date.now() })
    this.#watch()
    this.#followed = {}
    this.#followTail()
  }

  #broken(): void {
    const after = TRY_AFTER_MS[Math.min(this.#tries, TRY_AFTER_MS.length - 1)] ?? 5_000
    this.#tries += 1
    const now = Date.now()
    this.#set({
      link: 'waiting',
      brokenAt: this.#state.brokenAt ?? now,
      nextTryAt: now + after,
      cost: null,
      following: null,
    })
    this.#timer = setTimeout(() => this.tryNow(), after)
    void this.#ask()
  }

  async #ask(): Promise<void> {
    const health = await askHealth()
    if (this.#state.brokenAt !== null) this.#set({ health })
  }

  #refused(error: Error): void {
    if (codeOf(error) === 'E_AUTH') this.signedOut()
    else this.#broken()
  }

  #changed(event: { topics: readonly string[]; all?: boolean | undefined }): void {
    this.#set({ seenAt: Date.now() })
    this.#onChanged(event.all === true ? null : event.topics)
  }

  #followTail(): void {
    const tail = document.visibilityState === 'visible' ? this.#tail : {}
    if (!this.#socket.connected || tail === this.#followed) return
    if (tail.queue === undefined && this.#followed.queue === undefined) return
    this.#followed = tail
    this.#set({ following: null })
    this.#socket.emit('tail', tail, () => {
      if (this.#followed === tail) this.#set({ following: tail.queue ?? null })
    })
  }

  #watch(): void {
    if (!this.#socket.connected) return
    const awake = !this.#state.paused && document.visibilityState === 'visible'
    const stale = awake && this.#stale
    this.#stale = !awake
    // What is fetched from the broker's answer on has nothing missing between it and the first change that is told.
    this.#socket.emit('watch', { topics: awake ? topicsOf(this.#queue) : [] }, () => stale && this.#onChanged(null))
  }
}

/** A refused namespace carries its code in `data`. */
function codeOf(error: Error): unknown {
  const data: unknown = Reflect.get(error, 'data')
  return typeof data === 'object' && data !== null ? Reflect.get(data, 'code') : undefined
}
