import type { Refused } from './run.ts'

/** Refusals of the same reason that follow each other. */
export interface Alike {
  readonly first: Refused
  readonly last: Refused
  readonly count: number
}

/** A queue that is full refuses a whole file in the same words: they are said once. */
export function alike(refused: readonly Refused[]): readonly Alike[] {
  const rows: Alike[] = []
  for (const one of refused) {
    const row = rows.at(-1)
    const same = row !== undefined && row.first.code === one.code && row.first.reason === one.reason
    if (same) rows[rows.length - 1] = { ...row, last: one, count: row.count + 1 }
    else rows.push({ first: one, last: one, count: 1 })
  }
  return rows
}
