import { PREVIEW_BYTES, TAIL_BATCH, TAIL_EVERY_MS, type Tailed, type TailMessage } from '../../../lib/feed.ts'
import { ALL_EVENTS } from '../../../lib/protocol.ts'
import type { BrokerApi } from '../../broker/api.ts'
import type { Message } from '../../broker/model.ts'
import { isoTime } from '../encode.ts'

/** Follows one queue for one page: at most 50 messages a second, the newest of each moment, and how many were skipped. */
export class QueueTail {
  readonly #queue: string
  readonly #events: ReadonlySet<string> | null
  readonly #send: (event: Tailed) => void
  readonly #unfollow: () => void
  #kept: Message[] = []
  #skipped = 0
  #timer: NodeJS.Timeout | null = null

  /** @throws BrokerError E_UNKNOWN_QUEUE */
  constructor(broker: BrokerApi, queue: string, events: readonly string[] | undefined, send: (event: Tailed) => void) {
    this.#queue = queue
    this.#events = events === undefined || events.includes(ALL_EVENTS) ? null : new Set(events)
    this.#send = send
    this.#unfollow = broker.tail(queue, (message) => this.#see(message))
  }

  end(): void {
    this.#unfollow()
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #see(message: Message): void {
    if (this.#events !== null && !this.#events.has(message.event)) return
    this.#kept.push(message)
    if (this.#kept.length > TAIL_BATCH) {
      this.#kept.shift()
      this.#skipped += 1
    }
    this.#timer ??= setTimeout(() => this.#tell(), TAIL_EVERY_MS)
  }

  #tell(): void {
    const event = { queue: this.#queue, messages: this.#kept.map(preview), skipped: this.#skipped }
    this.#kept = []
    this.#skipped = 0
    this.#timer = null
    this.#send(event)
  }
}

function preview(message: Message): TailMessage {
  const { id, seq, event, key, payload, bytes } = message
  const shown = firstBytes(payload, PREVIEW_BYTES)
  const truncated = shown.length < payload.length
  const common = { id, seq, event, publishedAt: isoTime(message.publishedAt), bytes, preview: shown, truncated }
  return { ...common, delivery: seq === null ? 'realtime' : 'queued', ...(key === null ? {} : { key }) }
}

/** As much of a text as fits, without half a character at its end. */
function firstBytes(text: string, bytes: number): string {
  const target = new Uint8Array(bytes)
  const { read } = new TextEncoder().encodeInto(text, target)
  return text.slice(0, read)
}
