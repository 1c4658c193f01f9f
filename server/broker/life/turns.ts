import type { Queue } from '../state.ts'

/** What moves a queue's start or its subscriptions asks the log first: one at a time for each queue, in order. */
export class Turns {
  readonly #last = new WeakMap<Queue, Promise<unknown>>()

  /** Runs `task` after those of this queue that came before, however they ended. */
  run<T>(queue: Queue, task: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(queue) ?? Promise.resolve()).then(task, task)
    this.#last.set(queue, turn)
    return turn
  }
}
