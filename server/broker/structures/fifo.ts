/** A first-in first-out line: an array with a moving head, so that taking is O(1) without shifting. */
export class Fifo<T> {
  #items: (T | undefined)[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  push(item: T): void {
    this.#items.push(item)
  }

  peek(): T | undefined {
    return this.#items[this.#head]
  }

  /** How many stand before it; 0 also where it is not there. */
  before(item: T): number {
    return Math.max(0, this.#items.indexOf(item, this.#head) - this.#head)
  }

  take(): T | undefined {
    const item = this.#items[this.#head]
    if (item === undefined) return undefined
    this.#items[this.#head++] = undefined
    if (this.#head === this.#items.length) this.clear()
    else if (this.#head > 1_024 && this.#head * 2 > this.#items.length) this.#compact()
    return item
  }

  /** Takes all, oldest first. */
  takeAll(): T[] {
    const all: T[] = []
    for (let item = this.take(); item !== undefined; item = this.take()) all.push(item)
    return all
  }

  clear(): void {
    this.#items = []
    this.#head = 0
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head)
    this.#head = 0
  }
}
