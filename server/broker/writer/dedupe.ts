import type { PublishOutcome } from '../api.ts'
import type { Limits } from '../limits.ts'

const SLICES = 5
/** Three lanes of the hash and the milliseconds since the slice began. */
const WORDS = 4
const FIRST_SLOTS = 256

/** Ids of one stretch of time: open addressing in typed arrays, some 35 B an id where a Map takes 152 B. */
class Slice {
  readonly startedAt: number
  count = 0
  #words = new Uint32Array(FIRST_SLOTS * WORDS)
  /** 0: free; NaN: forgotten. */
  #seqs = new Float64Array(FIRST_SLOTS)

  constructor(startedAt: number) {
    this.startedAt = startedAt
  }

  /** Place and time of an id, or `null`. */
  find(hash: Uint32Array): { seq: number; at: number } | null {
    const slot = this.#slotOf(hash[0] ?? 0, hash[1] ?? 0, hash[2] ?? 0)
    const seq = this.#seqs[slot] ?? 0
    return seq === 0 || Number.isNaN(seq) ? null : { seq, at: this.startedAt + (this.#words[slot * WORDS + 3] ?? 0) }
  }

  /** Its slot stays taken, so that those that were put behind it are still found. */
  forget(hash: Uint32Array): void {
    const slot = this.#slotOf(hash[0] ?? 0, hash[1] ?? 0, hash[2] ?? 0)
    if (this.#seqs[slot] !== 0) this.#seqs[slot] = Number.NaN
  }

  add(hash: Uint32Array, seq: number, at: number): void {
    if (this.count * 4 >= this.#seqs.length * 3) this.#grow()
    this.#put(hash[0] ?? 0, hash[1] ?? 0, hash[2] ?? 0, Math.max(0, at - this.startedAt), seq)
  }

  #put(a: number, b: number, c: number, ms: number, seq: number): void {
    const slot = this.#slotOf(a, b, c)
    if (this.#seqs[slot] === 0) this.count++
    this.#seqs[slot] = seq
    const at = slot * WORDS
    this.#words[at] = a
    this.#words[at + 1] = b
    this.#words[at + 2] = c
    this.#words[at + 3] = ms
  }

  /** The id's slot, or the free one where it belongs. */
  #slotOf(a: number, b: number, c: number): number {
    const mask = this.#seqs.length - 1
    const words = this.#words
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      if (this.#seqs[slot] === 0) return slot
      const at = slot * WORDS
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c) return slot
    }
  }

  #grow(): void {
    const words = this.#words
    const seqs = this.#seqs
    this.#words = new Uint32Array(words.length * 2)
    this.#seqs = new Float64Array(seqs.length * 2)
    this.count = 0
    for (let slot = 0; slot < seqs.length; slot++) {
      const seq = seqs[slot] ?? 0
      const at = slot * WORDS
      if (seq !== 0 && !Number.isNaN(seq))
        this.#put(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0, seq)
    }
  }
}

/** What a publisher is told of a place: the seq of a queued message, or of a delayed one the time it is due, negative. */
export function outcomeOf(id: string, place: number, duplicate: boolean): PublishOutcome {
  return place < 0 ? { kind: 'scheduled', id, dueAt: -place, duplicate } : { kind: 'stored', id, seq: place, duplicate }
}

/**
 * Ids published in the last 5 minutes, or the last 4 million of them, whichever is less: 96 bits of each, seeded at
 * random so that nobody can make two ids meet. Each has its place: see `outcomeOf`.
 */
export class Dedupe {
  readonly #limits: Limits
  readonly #seed: number
  readonly #slices: Slice[] = []
  readonly #hash = new Uint32Array(3)
  #count = 0

  constructor(limits: Limits, random: number) {
    this.#limits = limits
    this.#seed = Math.floor(random * 2 ** 32)
  }

  /** The place that an id got within the last 5 minutes, or `null`. */
  find(queueId: number, id: string, now: number): number | null {
    if (this.#count === 0) return null
    this.#hashOf(queueId, id)
    for (let i = this.#slices.length - 1; i >= 0; i--) {
      const found = this.#slices[i]?.find(this.#hash)
      if (found) return found.at > now - this.#limits.dedupeMs ? found.seq : null
    }
    return null
  }

  add(queueId: number, id: string, seq: number, at: number): void {
    this.#hashOf(queueId, id)
    const slice = this.#sliceFor(at)
    const before = slice.count
    slice.add(this.#hash, seq, at)
    this.#count += slice.count - before
  }

  /** The id is free again: what was published with it was cancelled. */
  forget(queueId: number, id: string): void {
    this.#hashOf(queueId, id)
    for (const slice of this.#slices) slice.forget(this.#hash)
  }

  #sliceFor(at: number): Slice {
    const sliceMs = Math.ceil(this.#limits.dedupeMs / SLICES)
    const last = this.#slices[this.#slices.length - 1]
    const perSlice = this.#limits.dedupeIds / SLICES
    if (last !== undefined && at < last.startedAt + sliceMs && last.count < perSlice) return last
    const fresh = new Slice(last === undefined ? at : Math.max(at, last.startedAt))
    this.#slices.push(fresh)
    this.#forget(at - this.#limits.dedupeMs - sliceMs)
    return fresh
  }

  /** Drops whole slices: those that ended before `time`, and the oldest above the bound. */
  #forget(time: number): void {
    while (this.#slices.length > 1) {
      const oldest = this.#slices[0]
      if (oldest === undefined) return
      if (oldest.startedAt >= time && this.#count < this.#limits.dedupeIds) return
      this.#slices.shift()
      this.#count -= oldest.count
    }
  }

  /** Three lanes with their own multipliers and rotations, finished as murmur3 does. */
  #hashOf(queueId: number, id: string): void {
    let a = this.#seed ^ Math.imul(queueId, 0x9e3779b1)
    let b = Math.imul(this.#seed, 0x85ebca77) ^ queueId
    let c = Math.imul(this.#seed, 0xc2b2ae3d) + queueId
    for (let i = 0; i < id.length; i++) {
      const code = id.charCodeAt(i)
      a = Math.imul(a ^ code, 0xcc9e2d51)
      a = (a << 15) | (a >>> 17)
      b = Math.imul(b ^ code, 0x1b873593)
      b = (b << 13) | (b >>> 19)
      c = Math.imul(c ^ code, 0x27d4eb2f)
      c = (c << 11) | (c >>> 21)
    }
    this.#hash[0] = finish(a ^ id.length)
    this.#hash[1] = finish(b)
    this.#hash[2] = finish(c)
  }
}

function finish(lane: number): number {
  let h = lane
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
