import type { PublishBatchResult, PublishResult } from '../../protocol.ts'
import type { RawJson } from '../encoder.ts'
import type { LinkState } from '../link.ts'
import type { Uplink } from '../publish/batch.ts'

export interface Sent {
  readonly messages: readonly { readonly id: string; readonly queue: string; readonly payload: unknown }[]
  readonly answer: (result: PublishBatchResult) => void
}

/** A link that keeps what goes out, for a test to answer. */
export class FakeUplink implements Uplink {
  state: LinkState = 'connected'
  readonly sent: Sent[] = []
  readonly root = {
    emit: (_event: 'publish', batch: RawJson, answer: (result: PublishBatchResult) => void) => {
      this.sent.push({ messages: JSON.parse(batch.json), answer })
    },
  }
  #seq = 0

  /** Payloads of each batch so far. */
  get payloads(): unknown[][] {
    return this.sent.map(({ messages }) => messages.map(({ payload }) => payload))
  }

  /** Answers the newest batch; `result` may decide for each message, by default it is stored. */
  answer(result: (payload: unknown, id: string) => PublishResult = (_payload, id) => this.stored(id)): void {
    const last = this.sent.at(-1)
    last?.answer({ ok: true, results: last.messages.map(({ payload, id }) => result(payload, id)) })
  }

  stored(id: string): PublishResult {
    this.#seq += 1
    return { ok: true, id, seq: this.#seq }
  }
}
