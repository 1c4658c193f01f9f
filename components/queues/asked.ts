import type { QueueSort } from '../../lib/queries/queues.ts'

/** What stands in the URL. */
export interface Asked {
  readonly q: string
  readonly sort: QueueSort
  readonly view: 'list' | 'tree'
  /** Branches of the tree that are unfolded. */
  readonly open: string[]
}
