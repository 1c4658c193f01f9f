const FIRST_MS = 100
const LONGEST_MS = 10_000
/** Clients that were refused together should not come back together. */
const SPREAD = 0.2

/** How long to wait before try number `strikes` + 1: doubling, ±20 %, never less than the broker asked for. */
export function backoffMs(strikes: number, retryAfterMs = 0): number {
  const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(strikes, 10))
  return Math.max(retryAfterMs, doubled * (1 - SPREAD + 2 * SPREAD * Math.random()))
}
