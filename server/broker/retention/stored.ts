import type { Limits } from '../limits.ts'
import type { Queue } from '../state.ts'

/** How many bytes of messages each queue, and all together, keep: what was published less what was freed. */
export class Stored {
  readonly #limits: Limits
  #all = 0
  #wasTight = false

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Of all queues. */
  get all(): number {
    return this.#all
  }

  restored(queue: Queue): void {
    this.#all += storedOf(queue)
  }

  /** A message was committed. */
  add(queue: Queue, bytes: number): void {
    queue.bytes += bytes
    if (!queue.deleted) this.#all += bytes
  }

  /** So much of what was ever published to it no longer counts; less than before changes nothing. */
  free(queue: Queue, freedBytes: number): void {
    const freed = Math.min(freedBytes, queue.bytes)
    if (freed <= queue.freedBytes) return
    if (!queue.deleted) this.#all -= freed - queue.freedBytes
    queue.freedBytes = freed
  }

  forget(queue: Queue): void {
    this.#all -= storedOf(queue)
  }

  /** Whether so much more fits, with what waits for its commit. */
  hasRoom(queue: Queue, bytes: number): boolean {
    if (this.#all >= this.#limits.databaseBytes) return false
    return storedOf(queue) + queue.waitingBytes + bytes <= this.mostOf(queue)
  }

  mostOf(queue: Queue): number {
    return queue.settings.maxBytes ?? this.#limits.maxBytes
  }

  /** From 80 % of either limit on. */
  isTight(queue: Queue): boolean {
    return this.isDatabaseTight() || storedOf(queue) >= this.mostOf(queue) * this.#limits.warnAt
  }

  /** Room is made because the database is tight: what is freed then still lies in the log. */
  noteTightness(): void {
    this.#wasTight = true
  }

  /** Whether the database is tight, or was since this was asked last. */
  takeTightness(): boolean {
    const was = this.#wasTight || this.isDatabaseTight()
    this.#wasTight = false
    return was
  }

  isDatabaseTight(): boolean {
    return this.#all >= this.#limits.databaseBytes * this.#limits.warnAt
  }
}

export function storedOf(queue: Queue): number {
  return queue.bytes - queue.freedBytes
}
