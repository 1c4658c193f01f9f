import { HoldlineError, PublishError } from '../errors.ts'
import type { Confirm, PublishOptions } from '../options.ts'
import type { Encoded } from './encode.ts'

/**
 * The broker forgets ids after 5 minutes, counted from the commit, which came after the first sending. What is older
 * and was never answered might be stored twice by another sending.
 */
const RESEND_WITHIN_MS = 270_000

/**
 * One publish on its way:
 * waiting → under way → confirmed
 *                     → waiting (the link broke, or a refusal that may pass)
 * any → given up (refused, timed out, aborted, closed)
 */
export class Entry {
  readonly message: Encoded
  /** It names no delivery, so its queue's own setting decides. */
  readonly byDefault: boolean
  readonly confirmed: Promise<Confirm>
  /** Confirmed or given up: whatever comes later is ignored. */
  settled = false
  /** When it first went out without an answer so far. */
  #sentAt: number | null = null
  /** A link broke before the answer to it. */
  #uncertain = false
  #resolve: (confirm: Confirm) => void = noop
  #reject: (error: PublishError) => void = noop
  /** Ends the caller's timer and signal. */
  #release: () => void = noop
  readonly #whenSettled: (entry: Entry) => void

  constructor(message: Encoded, options: PublishOptions, byDefault: boolean, whenSettled: (entry: Entry) => void) {
    this.message = message
    this.byDefault = byDefault
    this.#whenSettled = whenSettled
    this.confirmed = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    if (options.signal !== undefined || options.timeoutMs !== undefined) this.#release = this.#guard(options)
  }

  sending(now: number): void {
    this.#sentAt ??= now
  }

  /** The link broke while it was under way. */
  unanswered(): void {
    this.#uncertain = true
  }

  /** A refusal that may pass: nothing of this sending was stored. */
  postponed(): void {
    if (!this.#uncertain) this.#sentAt = null
  }

  /** Sending it again cannot store it twice. */
  mayResend(now: number): boolean {
    return !this.#uncertain || this.#sentAt === null || now - this.#sentAt < RESEND_WITHIN_MS
  }

  confirm(confirm: Confirm): void {
    if (this.#settle()) this.#resolve(confirm)
  }

  giveUp(reason: HoldlineError): void {
    const uncertain = this.#uncertain || (this.#sentAt !== null && !isAnswer(reason))
    if (this.#settle()) this.#reject(new PublishError(this.message.id, uncertain, reason))
  }

  #settle(): boolean {
    if (this.settled) return false
    this.settled = true
    this.#release()
    this.#whenSettled(this)
    return true
  }

  #guard({ signal, timeoutMs }: PublishOptions): () => void {
    const abort = () => this.giveUp(new HoldlineError('E_ABORTED', 'The caller gave it up.', { cause: signal?.reason }))
    const expire = () => this.giveUp(new HoldlineError('E_TIMEOUT', `No confirm within ${timeoutMs} ms.`))
    const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs)
    if (signal?.aborted) queueMicrotask(abort)
    signal?.addEventListener('abort', abort, { once: true })
    return () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  }
}

/** Codes that this client makes itself tell nothing about what became of a message that went out. */
function isAnswer(reason: HoldlineError): boolean {
  return !['E_DISCONNECTED', 'E_TIMEOUT', 'E_ABORTED', 'E_CLOSED', 'E_UNCERTAIN'].includes(reason.code)
}

function noop(): void {}
