import type { Line } from '../table/line.ts'

/** A list or a tree as the card draws it. What was loaded stays while the next answer is on its way. */
export interface Rows {
  readonly loaded:
    | {
        readonly lines: readonly (Line | undefined)[]
        /** Queues that match. */
        readonly total: number
        /** Queues there are. */
        readonly all: number
        /** Branches of a level that are left out. */
        readonly more: number
      }
    | undefined
  readonly error: unknown
  readonly retry: () => void
}
