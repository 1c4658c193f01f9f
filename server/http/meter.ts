/** What the requests of a tab cost: bytes on the wire, and the CPU time of this process's one thread. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { TAB_HEADER } from '../../lib/tab-header.ts'

export interface RequestCost {
  readonly bytes: number
  readonly cpuMs: number
}

/**
 * CPU time is counted in two pieces: from the request until this process turns to something else, and from the last
 * answer of the database to the end. What lies between is waiting, and other people's work.
 */
export class AnswerMeter {
  readonly #count: (tab: string, cost: RequestCost) => void
  readonly #now: () => number
  /** When the database answered last; what it is used for follows in the same turn. */
  #answeredAt = 0

  constructor(count: (tab: string, cost: RequestCost) => void, now: () => number = () => performance.now()) {
    this.#count = count
    this.#now = now
  }

  /** The database has answered somebody. */
  readonly answered = (): void => {
    this.#answeredAt = this.#now()
  }

  /** Follows an answer of a tab to its end; nobody else's is touched. */
  follow({ headers, socket }: IncomingMessage, response: ServerResponse): void {
    const tab = headers[TAB_HEADER]
    if (typeof tab !== 'string') return
    const from = this.#now()
    const written = socket.bytesWritten
    let turnedAt: number | null = null
    let cpuMs = 0
    afterThisTurn(() => {
      turnedAt = this.#now()
    })
    response.once('prefinish', () => {
      const last = turnedAt !== null && this.#answeredAt > turnedAt ? this.#now() - this.#answeredAt : 0
      cpuMs = (turnedAt ?? this.#now()) - from + last
    })
    response.once('close', () => this.#count(tab, { bytes: socket.bytesWritten - written, cpuMs }))
  }
}

/** When all promises that can go on have gone on: a tick that a promise asks for comes after the last of them. */
function afterThisTurn(run: () => void): void {
  process.nextTick(() => queueMicrotask(() => process.nextTick(run)))
}
