/** Room for samples of one queue; when it is full every other one goes, and they come half as often. */
const SAMPLES = 512
const FIRST_EVERY_MS = 1_000

/** When about which seq was published, so that the age of a backlog costs neither a read nor a counter per message. */
export class Ages {
  #seqs: number[] = []
  #times: number[] = []
  #everyMs = FIRST_EVERY_MS

  /** The first message of a commit. */
  note(seq: number, publishedAt: number): void {
    const last = this.#times[this.#times.length - 1]
    if (last !== undefined && publishedAt < last + this.#everyMs) return
    this.#seqs.push(seq)
    this.#times.push(publishedAt)
    if (this.#seqs.length < SAMPLES) return
    this.#everyMs *= 2
    this.#seqs = this.#seqs.filter((_, i) => i % 2 === 0)
    this.#times = this.#times.filter((_, i) => i % 2 === 0)
  }

  /** When `seq` was published, at most one sample too early. `null`: before the first sample. */
  publishedAt(seq: number): number | null {
    let low = 0
    let high = this.#seqs.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#seqs[middle] ?? 0) <= seq) low = middle + 1
      else high = middle
    }
    return this.#times[low - 1] ?? null
  }
}
