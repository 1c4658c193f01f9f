import { v7 } from 'uuid'

const UUID_BYTES = 16
/** Randomness is fetched for so many ids at once: a call for each took most of an id's time (7.4 against 1.3 µs). */
const POOL = 256

const pool = new Uint8Array(POOL * UUID_BYTES)
let used = pool.length
let msecs = Number.NEGATIVE_INFINITY
let seq = 0

/** A UUIDv7; they rise within this process, also within a millisecond and when the clock goes back. */
export function messageId(): string {
  const random = randomBytes()
  const now = Date.now()
  // 2^31 ids of one millisecond fit above wherever it starts.
  seq = now > msecs ? new DataView(pool.buffer, random.byteOffset).getUint32(0) >>> 1 : seq + 1
  msecs = Math.max(msecs, now)
  return v7({ random, msecs, seq })
}

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += UUID_BYTES
  return pool.subarray(used - UUID_BYTES, used)
}
