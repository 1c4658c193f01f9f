import { type WireError, wireError } from '../../../lib/protocol.ts'
import type { TransportLogger } from '../deps.ts'
import { toWire } from '../errors.ts'
import type { Answer } from '../link/endpoint.ts'
import type { TransportLink } from '../link/link.ts'

/** Answers requests of one namespace: by the callback, or, for a refusal without one, by the event `refused`. */
export class Requests {
  readonly #link: TransportLink
  readonly #namespace: string
  readonly #logger: TransportLogger
  /** What `refused` says of where: the queue, on a queue's namespace. */
  readonly #where: { readonly queue?: string }

  constructor(link: TransportLink, namespace: string, logger: TransportLogger, queue?: string) {
    this.#link = link
    this.#namespace = namespace
    this.#logger = logger
    this.#where = queue === undefined ? {} : { queue }
  }

  refuse(error: WireError, answer: Answer | null): void {
    if (answer !== null) answer({ ok: false, error })
    else this.#link.emit(this.#namespace, 'refused', JSON.stringify({ ...this.#where, error }))
  }

  /** Answers with what `work` resolves to, or with its error. */
  async run(work: () => object | Promise<object>, answer: Answer | null): Promise<void> {
    try {
      const result = await work()
      answer?.({ ok: true, ...result })
    } catch (error) {
      this.refuse(this.explain(error), answer)
    }
  }

  explain(error: unknown): WireError {
    return toWire(error, this.#logger)
  }

  /** There is no such event here. */
  unknown(event: unknown, answer: Answer | null): void {
    const name = typeof event === 'string' ? JSON.stringify(event.slice(0, 64)) : 'this'
    this.refuse(wireError('E_BAD_REQUEST', `there is no ${name} here`), answer)
  }

  /** True where there is nothing behind the first argument. A client without a callback may send null in its place. */
  hasOne(args: readonly unknown[], answer: Answer | null): boolean {
    const extra = args.slice(1).some((arg) => arg !== null && arg !== undefined)
    if (extra) this.refuse(wireError('E_BAD_REQUEST', 'one argument and a callback are expected'), answer)
    return !extra
  }
}
