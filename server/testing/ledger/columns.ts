const FIRST_LENGTH = 1_024

/** A column of numbers that grows: a run's hundreds of thousands of notes take a few bytes each. */
export class Column {
  #values: Float64Array | Uint32Array
  #length = 0

  constructor(kind: 'whole' | 'real' = 'whole') {
    this.#values = kind === 'whole' ? new Uint32Array(FIRST_LENGTH) : new Float64Array(FIRST_LENGTH)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow()
    this.#values[this.#length] = value
    this.#length += 1
  }

  at(index: number): number {
    return this.#values[index] ?? 0
  }

  #grow(): void {
    const { length } = this.#values
    const larger = this.#values instanceof Uint32Array ? new Uint32Array(length * 2) : new Float64Array(length * 2)
    larger.set(this.#values)
    this.#values = larger
  }
}
