import type { Parameters } from 'fast-check'

/**
 * How many inputs a property is tried with: a few in every run, `HOSTILE_RUNS` times as many where somebody has the time.
 * `HOSTILE_SEED` plays one run again; fast-check prints the seed of a failure.
 */
export function runs(few: number): Parameters<unknown> {
  const { HOSTILE_RUNS = '1', HOSTILE_SEED } = process.env
  const seed = HOSTILE_SEED === undefined ? {} : { seed: Number(HOSTILE_SEED) }
  // A failure over real sockets takes its whole time to shrink; a hundred steps show what it is.
  return { numRuns: Math.ceil(few * Number(HOSTILE_RUNS)), ...seed }
}

/** Milliseconds that such a property may take: enough for a long run on a busy machine. */
export const LONG_MS = 60_000 * Number(process.env.HOSTILE_RUNS ?? '1')
