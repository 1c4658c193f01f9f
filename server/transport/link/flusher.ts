/** Flushes every outbox that has something once per turn of the event loop, after all that was read in that turn. */
export class Flusher {
  #waiting: { flush(): void }[] = []

  add(outbox: { flush(): void }): void {
    if (this.#waiting.length === 0) setImmediate(() => this.flush())
    this.#waiting.push(outbox)
  }

  flush(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const outbox of waiting) outbox.flush()
  }
}
