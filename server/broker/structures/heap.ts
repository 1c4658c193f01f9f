/** A binary heap: the least by `before` is first. */
export class Heap<T> {
  readonly #items: T[] = []
  readonly #before: (a: T, b: T) => boolean

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before
  }

  get size(): number {
    return this.#items.length
  }

  peek(): T | undefined {
    return this.#items[0]
  }

  push(item: T): void {
    const items = this.#items
    items.push(item)
    let at = items.length - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = items[up]
      if (parent === undefined || !this.#before(item, parent)) break
      items[at] = parent
      at = up
    }
    items[at] = item
  }

  pop(): T | undefined {
    const top = this.#items[0]
    const last = this.#items.pop()
    if (last !== undefined && this.#items.length > 0) this.#sink(last)
    return top
  }

  clear(): void {
    this.#items.length = 0
  }

  #sink(item: T): void {
    const items = this.#items
    let at = 0
    for (;;) {
      const child = this.#lesserChild(at)
      const below = items[child]
      if (below === undefined || !this.#before(below, item)) break
      items[at] = below
      at = child
    }
    items[at] = item
  }

  #lesserChild(at: number): number {
    const left = 2 * at + 1
    const right = this.#items[left + 1]
    const first = this.#items[left]
    return first !== undefined && right !== undefined && this.#before(right, first) ? left + 1 : left
  }
}
