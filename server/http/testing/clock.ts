import type { Clock } from '../../broker/ports.ts'

interface Task {
  readonly at: number
  readonly run: () => void
}

/** A clock that stands still until a test moves it. */
export class HandClock implements Clock {
  #now = Date.UTC(2026, 2, 1, 12)
  readonly #tasks = new Set<Task>()

  now(): number {
    return this.#now
  }

  notBefore(time: number): void {
    this.#now = Math.max(this.#now, time)
  }

  at(at: number, run: () => void): () => void {
    const task = { at, run }
    this.#tasks.add(task)
    return () => this.#tasks.delete(task)
  }

  soon(task: () => void): void {
    setImmediate(task)
  }

  /** Lets time pass and runs what becomes due, in its order. */
  pass(ms: number): void {
    this.#now += ms
    const due = [...this.#tasks].filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at)
    for (const task of due) if (this.#tasks.delete(task)) task.run()
  }
}
