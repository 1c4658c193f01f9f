import { LIMITS } from '../../../lib/protocol.ts'

/** How long a link is not read before its publishes are refused instead. */
export const PAUSE_AT_MOST_MS = 5_000

export interface Valve {
  /** Stops reading the link. `false`: it cannot be stopped. */
  pause(): boolean
  resume(): void
  /** Runs `task` after so many milliseconds. Returns its cancellation. */
  after(ms: number, task: () => void): () => void
}

/**
 * Back-pressure for one link, so that a loop of 100,000 publishes just takes its time.
 *
 *     open ── over a limit ──▶ paused ── 5 s ──▶ refusing
 *       ▲        └─ cannot be paused ───────────────▲ │
 *       └───────────── half is confirmed ─────────────┘
 */
export class Intake {
  #state: 'open' | 'paused' | 'refusing' = 'open'
  #packets = 0
  #bytes = 0
  readonly #valve: Valve
  #cancel: () => void = () => {}

  constructor(valve: Valve) {
    this.#valve = valve
  }

  get unconfirmed(): number {
    return this.#packets
  }

  /** Counts one publish packet in. `false`: it must be refused with E_BUSY, and is not counted. */
  admit(bytes: number): boolean {
    if (this.#state === 'refusing') return false
    this.#packets += 1
    this.#bytes += bytes
    if (this.#state === 'open' && this.#isOver(1)) this.#hold()
    return true
  }

  /** Counts one admitted packet out. */
  confirmed(bytes: number): void {
    this.#packets -= 1
    this.#bytes -= bytes
    if (this.#state === 'open' || this.#isOver(0.5)) return
    const wasPaused = this.#state === 'paused'
    this.#state = 'open'
    this.#cancel()
    if (wasPaused) this.#valve.resume()
  }

  /** The link is gone. */
  end(): void {
    this.#cancel()
  }

  #isOver(share: number): boolean {
    return this.#packets > LIMITS.linkUnconfirmedPackets * share || this.#bytes > LIMITS.linkUnconfirmedBytes * share
  }

  #hold(): void {
    if (!this.#valve.pause()) {
      this.#state = 'refusing'
      return
    }
    this.#state = 'paused'
    this.#cancel = this.#valve.after(PAUSE_AT_MOST_MS, () => {
      this.#state = 'refusing'
      this.#valve.resume()
    })
  }
}
