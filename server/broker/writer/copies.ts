import type { BrokerError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Message } from '../model.ts'
import type { Change, Clock } from '../ports.ts'
import type { Room } from '../retention/room.ts'
import type { Subscription } from '../state.ts'
import type { Batcher } from './batcher.ts'
import { checkRoom } from './room.ts'

export interface CopiesDeps {
  readonly clock: Clock
  readonly limits: Limits
  readonly batcher: Batcher
  readonly room: Room
  /** A refusal while the broker does not accept publishes, else `null`. */
  readonly closed: () => BrokerError | null
}

/** Sends a message again, to one subscription alone: nobody else gets the copy, in real time neither. */
export class Copies {
  readonly #deps: CopiesDeps

  constructor(deps: CopiesDeps) {
    this.#deps = deps
  }

  /**
   * Appends a copy: a new seq, attempts from 1, no time to live; all else as it was. `along` stands in the same commit.
   * Resolves with its seq once it is on disk. @throws BrokerError E_TOO_LARGE, E_FULL, E_BUSY, E_STORAGE, E_CLOSING, E_UNKNOWN_QUEUE
   */
  async append(subscription: Subscription, original: Message, along: readonly Change[] | null): Promise<number> {
    const { batcher, limits, clock, room } = this.#deps
    const closed = this.#deps.closed()
    if (closed !== null) throw closed
    const { queue, name: only } = subscription
    room.check(queue, original.bytes)
    checkRoom(batcher, original.bytes, limits)
    const message = { ...original, seq: 0, publishedAt: clock.now(), expiresAt: null, only, encoded: undefined }
    return new Promise((resolve, reject) => {
      batcher.publish({
        queue,
        message,
        confirm: (outcome) => {
          if (outcome.kind === 'refused') reject(outcome.error)
          else resolve(message.seq)
        },
        repeats: null,
        along,
        scheduled: null,
      })
    })
  }
}
