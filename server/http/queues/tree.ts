import type { QueueBranch, QueueTree, Spark } from '../../../lib/api.ts'
import type { QueueView } from '../../broker/api.ts'
import { queueOrder } from './order.ts'
import { showQueue } from './show.ts'

/** Branches of one level that are told; who has more of them wants a filter, not a tree. */
const MOST = 200

/** Series that are added up for one answer: thousands would take longer than all the rest. */
const SPARKS_MOST = 200

const SEPARATORS = /[.:]/

/** All queues below one name. */
interface Branch {
  readonly path: string
  readonly queues: readonly QueueView[]
}

/** The children of `parent`, each with the sums of what is below it. Only branches that are told get a spark. */
export function treeOf(
  queues: readonly QueueView[],
  { parent, sort }: { parent: string | undefined; sort: string },
  sparkOf: (queue: string) => Spark,
): Omit<QueueTree, 'all'> {
  const below = parent === undefined ? queues : queues.filter(({ name }) => isBelow(parent, name))
  const sums = branchesOf(below, parent).map((branch) => ({ branch, sum: sumOf(branch.queues) }))
  const sorted = sums.sort(
    queueOrder(
      sort,
      ({ sum }) => sum,
      ({ branch }) => branch.path,
    ),
  )
  let left = SPARKS_MOST
  const sparkFor = (own: readonly QueueView[]): Spark | null => {
    if (own.length > left) return null
    left -= own.length
    return addedUp(own.map(({ name }) => sparkOf(name)))
  }
  return {
    items: sorted.slice(0, MOST).map(({ branch, sum }) => showBranch(branch, sum, sparkFor(branch.queues))),
    more: Math.max(0, sorted.length - MOST),
    total: below.length,
  }
}

/** The queue of that very name stands among its children, so that their sums are the parent's. */
const isBelow = (parent: string, name: string): boolean =>
  name === parent || (name.startsWith(parent) && SEPARATORS.test(name.charAt(parent.length)))

/** `shop.a.b` below `shop` belongs to `shop.a`; a branch with one queue alone is that queue. */
function branchesOf(queues: readonly QueueView[], parent: string | undefined): Branch[] {
  const from = parent === undefined ? 0 : parent.length + 1
  const byPath = new Map<string, QueueView[]>()
  for (const queue of queues) {
    const at = queue.name.slice(from).search(SEPARATORS)
    const path = at === -1 ? queue.name : queue.name.slice(0, from + at)
    const known = byPath.get(path)
    if (known === undefined) byPath.set(path, [queue])
    else known.push(queue)
  }
  return [...byPath].map(([path, own]) => ({ path: own.length === 1 ? (own[0]?.name ?? path) : path, queues: own }))
}

type Sum = Omit<QueueBranch, 'path' | 'queues' | 'queue' | 'spark'> & { storedBytes: number }

function sumOf(queues: readonly QueueView[]): Sum {
  const sum = {
    paused: 0,
    pending: 0,
    inFlight: 0,
    retrying: 0,
    dead: 0,
    storedBytes: 0,
    oldestPendingMs: null as number | null,
    rates: { published: 0, delivered: 0, acked: 0, missed: 0 },
  }
  for (const queue of queues) {
    if (queue.paused) sum.paused += 1
    for (const name of ['pending', 'inFlight', 'retrying', 'dead', 'storedBytes'] as const) sum[name] += queue[name]
    for (const name of ['published', 'delivered', 'acked', 'missed'] as const) sum.rates[name] += queue.rates[name]
    const age = queue.oldestPendingMs
    if (age !== null && (sum.oldestPendingMs === null || age > sum.oldestPendingMs)) sum.oldestPendingMs = age
  }
  return sum
}

function showBranch({ path, queues }: Branch, { storedBytes: _, ...sum }: Sum, spark: Spark | null): QueueBranch {
  const own = queues.find(({ name }) => name === path)
  return {
    path,
    queues: queues.length,
    queue: own === undefined ? null : showQueue(own),
    ...sum,
    spark,
  }
}

function addedUp(sparks: readonly Spark[]): Spark {
  const published: number[] = []
  for (const spark of sparks)
    for (const [at, count] of spark.published.entries()) published[at] = (published[at] ?? 0) + count
  return { stepMs: sparks[0]?.stepMs ?? 1, published }
}
