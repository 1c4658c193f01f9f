import type { Clock } from '../ports.ts'
import type { DeadlineLine, Entry } from '../state.ts'

/**
 * Ack deadlines. All deliveries with the same deadline length stand in one linked list in the order in which they were
 * sent, which is the order in which they pass; each list has at most one timer, for its first.
 */
export class Deadlines {
  readonly #clock: Clock
  readonly #passed: (entry: Entry, now: number) => void
  readonly #lines = new Map<number, DeadlineLine>()

  constructor(clock: Clock, passed: (entry: Entry, now: number) => void) {
    this.#clock = clock
    this.#passed = passed
  }

  /** Starts the whole deadline, again if it was running. */
  start(entry: Entry, ms: number, now: number): void {
    if (entry.line !== null) this.cancel(entry)
    const line = this.#line(ms)
    entry.deadlineAt = now + ms
    entry.line = line
    entry.earlier = line.last
    if (line.last === null) line.first = entry
    else line.last.later = entry
    line.last = entry
    if (line.cancel === null) this.#arm(line)
  }

  cancel(entry: Entry): void {
    const line = entry.line
    if (line === null) return
    if (entry.earlier === null) line.first = entry.later
    else entry.earlier.later = entry.later
    if (entry.later === null) line.last = entry.earlier
    else entry.later.earlier = entry.earlier
    entry.line = null
    entry.earlier = null
    entry.later = null
  }

  stop(): void {
    for (const line of this.#lines.values()) line.cancel?.()
    this.#lines.clear()
  }

  #line(ms: number): DeadlineLine {
    const known = this.#lines.get(ms)
    if (known !== undefined) return known
    const line: DeadlineLine = { ms, first: null, last: null, cancel: null }
    this.#lines.set(ms, line)
    return line
  }

  /** The timer may fire for a delivery that was settled meanwhile; then it is set again for the first one left. */
  #arm(line: DeadlineLine): void {
    if (line.first === null) {
      line.cancel = null
      this.#lines.delete(line.ms)
      return
    }
    line.cancel = this.#clock.at(line.first.deadlineAt, () => this.#fire(line))
  }

  #fire(line: DeadlineLine): void {
    const now = this.#clock.now()
    while (line.first !== null && line.first.deadlineAt <= now) {
      const entry = line.first
      this.cancel(entry)
      this.#passed(entry, now)
    }
    this.#arm(line)
  }
}
