import type { HandlerContext, Message } from '../options.ts'

/**
 * One attempt of one message, as this client sees it:
 * waiting → running → handled (the broker is told, and has not answered yet) → forgotten
 *                   → failed → forgotten
 */
export class Delivery<T> implements HandlerContext {
  /** `null` once its handler has it: what is remembered until a confirm would fill the memory. */
  message: Message<T> | null
  readonly id: string
  readonly attempt: number
  readonly seq: number
  state: 'waiting' | 'running' | 'handled' | 'failed' = 'waiting'
  /** The broker no longer counts it as ours: nothing may be settled for it. */
  lost = false
  /** When its deadline started last. On `performance.now()`, like all times here. */
  since: number
  /** When its handler was called; until then when it came. */
  startedAt: number
  /** A later attempt of the same message, that came while this one's handler runs. */
  heir: Delivery<T> | null = null
  #controller: AbortController | null = null

  constructor(message: Message<T>, seq: number, now: number) {
    this.message = message
    this.id = message.id
    this.attempt = message.attempt
    this.seq = seq
    this.since = now
    this.startedAt = now
  }

  /** Made when it is asked for: most handlers never do. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.lost) this.#controller.abort()
    return this.#controller.signal
  }

  lose(): void {
    this.lost = true
    this.#controller?.abort()
  }

  /** A later attempt came while this one's handler runs: it waits for how that ends. */
  bequeath(heir: Delivery<T>): void {
    this.lose()
    this.heir?.lose()
    this.heir = heir
    heir.startedAt = this.startedAt
  }

  /** Whether `later` is another attempt of the very message: a seq alone could be another database's. */
  isFollowedBy(later: Delivery<T>): boolean {
    return later.id === this.id && later.attempt > this.attempt
  }
}
