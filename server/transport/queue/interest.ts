import { ALL_EVENTS } from '../../../lib/protocol.ts'

const NONE: ReadonlySet<string> = new Set()

/** What one socket wants in real time, merged: one copy of each message, whoever asked for it how often. */
export class Interest {
  #events: ReadonlySet<string> = NONE

  get events(): readonly string[] {
    return [...this.#events]
  }

  get isEmpty(): boolean {
    return this.#events.size === 0
  }

  wants(event: string): boolean {
    return this.#events.has(ALL_EVENTS) || this.#events.has(event)
  }

  /** Adds events; `*` takes the place of all others. Returns the way back. */
  add(events: readonly string[]): () => void {
    const before = this.#events
    const merged = new Set([...before, ...events])
    this.#events = merged.has(ALL_EVENTS) ? new Set([ALL_EVENTS]) : merged
    return () => {
      this.#events = before
    }
  }

  /** Leaves these events; `*` or nothing leaves all. Whoever wants all events goes on wanting all but by `*`. */
  leave(events: readonly string[] | undefined): void {
    const all = events === undefined || events.includes(ALL_EVENTS)
    this.#events = all ? NONE : new Set(this.events.filter((event) => !events.includes(event)))
  }
}

/** The union of what a socket wants by message and by trigger, as the broker should know it. */
export function union(...interests: readonly Interest[]): ReadonlySet<string> {
  const events = new Set(interests.flatMap((interest) => interest.events))
  return events.has(ALL_EVENTS) ? new Set([ALL_EVENTS]) : events
}
