import {
  accept,
  type Checked,
  type CheckedPublish,
  checkPublish,
  isRecord,
  LIMITS,
  type PublishResult,
  refuse,
  type WireError,
  wireError,
} from '../../../lib/protocol.ts'
import type { BrokerApi, PublishOutcome } from '../../broker/api.ts'
import { isoTime } from '../encode.ts'
import { brokerRefusal } from '../errors.ts'
import type { Answer } from '../link/endpoint.ts'
import type { TransportLink } from '../link/link.ts'

/** When a publish that back-pressure refused is worth trying again. */
const BUSY_RETRY_MS = 1_000

/** `publish` on `/` and inside a queue's namespace. */
export class Publishing {
  readonly #broker: BrokerApi
  readonly #link: TransportLink
  readonly #namespace: string
  /** The namespace's queue; `undefined` on `/`. */
  readonly #queue: string | undefined

  constructor(broker: BrokerApi, link: TransportLink, namespace: string, queue?: string) {
    this.#broker = broker
    this.#link = link
    this.#namespace = namespace
    this.#queue = queue
  }

  /** Handles one packet: one message or a list of them. It counts as unconfirmed until all of it is answered. */
  publish(input: unknown, answer: Answer | null, bytes: number): void {
    if (!this.#link.intake.admit(bytes)) {
      const busy = wireError('E_BUSY', 'too much of this connection is unconfirmed', { retryAfterMs: BUSY_RETRY_MS })
      this.#refuse(input, busy, answer)
    } else if (Array.isArray(input)) this.#publishAll(input, answer, bytes)
    else this.#publishOne(input, answer, bytes)
  }

  #publishOne(input: unknown, answer: Answer | null, bytes: number): void {
    const checked = checkPublish(input, this.#queue)
    if (!checked.ok) {
      this.#link.intake.confirmed(bytes)
      this.#refuse(input, checked.error, answer)
      return
    }
    this.#broker.publish(checked.value, this.#link, (outcome) => {
      this.#link.intake.confirmed(bytes)
      const result = resultOf(outcome)
      if (!result.ok) this.#refuse(input, result.error, answer)
      else answer?.(result)
    })
  }

  #publishAll(inputs: readonly unknown[], answer: Answer | null, bytes: number): void {
    const checked = this.#checkAll(inputs)
    if (!checked.ok) {
      this.#link.intake.confirmed(bytes)
      this.#refuse(null, checked.error, answer)
      return
    }
    const batch = new Batch(inputs.length, (results) => {
      this.#link.intake.confirmed(bytes)
      if (answer !== null) answer({ ok: true, results })
      else this.#refuseEach(inputs, results)
    })
    for (const [at, one] of checked.value.entries()) {
      if (one.ok) this.#broker.publish(one.value, this.#link, (outcome) => batch.set(at, resultOf(outcome)))
      else batch.set(at, { ok: false, error: one.error })
    }
  }

  /** Each message stands alone; the whole is refused only for its size. */
  #checkAll(inputs: readonly unknown[]): Checked<readonly Checked<CheckedPublish>[]> {
    if (inputs.length > LIMITS.batchMessages) {
      return refuse('E_TOO_LARGE', `a batch has at most ${LIMITS.batchMessages} messages, this one ${inputs.length}`)
    }
    const checked = inputs.map((input) => checkPublish(input, this.#queue))
    const bytes = checked.reduce((sum, one) => sum + (one.ok ? one.value.bytes : 0), 0)
    if (bytes <= LIMITS.batchBytes) return accept(checked)
    return refuse('E_TOO_LARGE', `a batch has at most ${LIMITS.batchBytes} bytes, this one ${bytes}`)
  }

  #refuseEach(inputs: readonly unknown[], results: readonly PublishResult[]): void {
    for (const [at, result] of results.entries()) if (!result.ok) this.#refuse(inputs[at], result.error, null)
  }

  #refuse(input: unknown, error: WireError, answer: Answer | null): void {
    if (answer !== null) answer({ ok: false, error })
    else this.#link.emit(this.#namespace, 'refused', JSON.stringify({ ...named(input, this.#queue), error }))
  }
}

/** Collects the results of one batch in order. */
class Batch {
  readonly #results: PublishResult[] = []
  readonly #done: (results: readonly PublishResult[]) => void
  #missing: number

  constructor(size: number, done: (results: readonly PublishResult[]) => void) {
    this.#missing = size
    this.#done = done
    if (size === 0) done([])
  }

  set(at: number, result: PublishResult): void {
    this.#results[at] = result
    this.#missing -= 1
    if (this.#missing === 0) this.#done(this.#results)
  }
}

/** Which message was refused, as far as it can be told. */
function named(input: unknown, queue: string | undefined): { queue?: string; event?: string; id?: string } {
  if (!isRecord(input)) return queue === undefined ? {} : { queue }
  const text = (value: unknown) => (typeof value === 'string' && value.length <= LIMITS.textLength ? value : undefined)
  const fields = { queue: text(input.queue) ?? queue, event: text(input.event), id: text(input.id) }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function resultOf(outcome: PublishOutcome): PublishResult {
  switch (outcome.kind) {
    case 'stored':
      return { ok: true, id: outcome.id, seq: outcome.seq, ...duplicateOf(outcome) }
    case 'sent':
      return { ok: true, id: outcome.id, seq: null, recipients: outcome.recipients }
    case 'scheduled':
      return { ok: true, id: outcome.id, seq: null, dueAt: isoTime(outcome.dueAt), ...duplicateOf(outcome) }
    case 'refused':
      return { ok: false, error: brokerRefusal(outcome.error) }
  }
}

function duplicateOf(outcome: { duplicate: boolean }): { duplicate?: true } {
  return outcome.duplicate ? { duplicate: true } : {}
}
