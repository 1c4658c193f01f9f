/** One that stands by takes over after ten looks a second apart that saw no new sign of life: not before 10 s. */
const sureForMs = 8_000

/**
 * How long an owner can be sure that nobody has taken over without its hearing of it: for 8 s after it sent the newest
 * sign of life that was answered. A process that stood still for longer learns that from the clock, before any message.
 */
export class Certainty {
  private until = 0
  private waiting: { readonly sure: Promise<void>; readonly resolve: () => void } | null = null
  private readonly now: () => number

  /** `now`: monotonic, ms. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now
  }

  /** Runs what only the owner can do; an answer that says so (neither `null` nor `false`) makes it sure. */
  async of<T>(sign: () => Promise<T>): Promise<T> {
    const sentAt = this.now()
    const answer = await sign()
    if (answer !== null && answer !== false) this.sureFrom(sentAt)
    return answer
  }

  /** The connection that holds the lease broke: its lock is free for anyone. */
  shake(): void {
    this.until = 0
  }

  /** `null` while it is sure; otherwise resolves when it is again. */
  doubt(): Promise<void> | null {
    if (this.now() < this.until) return null
    this.waiting ??= latch()
    return this.waiting.sure
  }

  private sureFrom(sentAt: number): void {
    this.until = sentAt + sureForMs
    if (this.now() >= this.until) return
    this.waiting?.resolve()
    this.waiting = null
  }
}

function latch(): { readonly sure: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined
  const sure = new Promise<void>((done) => {
    resolve = done
  })
  return { sure, resolve }
}
