/** Which messages have a dead letter: so many at once, along the log, and where the rest begins. */
import type { QueueView } from '../../broker/api.ts'
import type { Position } from '../../broker/model.ts'
import { MOST } from '../../store/queries/types.ts'
import type { ApiDeps } from '../deps.ts'
import type { MessagesAsked } from './asked.ts'
import { looksForLetters, type Wanted } from './candidates.ts'

/** More than a page has rows, and no more than ranges that are not joined into wider ones. */
const AT_ONCE = 500

export interface DeadSeqs {
  /** `anywhere`: every row is looked at in any case. */
  readonly seqs: readonly number[] | 'anywhere'
  /** The last one that was looked up, where there are more beyond it: a page ends here. */
  readonly cut: number | null
}

const NONE: DeadSeqs = { seqs: [], cut: null }

/** `gone`: rows up to this seq are none of the list. `after`: where the page before ended. */
export async function deadSeqs(
  { broker, reader }: ApiDeps,
  queue: QueueView,
  wanted: Wanted,
  { asked, gone, after }: { asked: MessagesAsked; gone: number; after: Position | null },
): Promise<DeadSeqs> {
  if (!wanted.states.includes('dead')) return NONE
  if (!looksForLetters(broker, queue, wanted)) return { seqs: 'anywhere', cut: null }
  const one = broker.subscriptions(queue.name).find(({ name }) => name === wanted.name)
  if (wanted.name !== undefined && one === undefined) return NONE
  const { order } = asked
  const seqs = await reader.deadLetterSeqs({
    queueId: queue.id,
    subscriptionId: one?.id ?? null,
    order,
    from: Math.max(asked.fromSeq ?? 0, gone + 1, order === 'asc' ? (after?.seq ?? 0) : 0),
    to: Math.min(asked.toSeq ?? MOST.seq, order === 'desc' ? (after?.seq ?? MOST.seq) : MOST.seq),
    limit: AT_ONCE + 1,
  })
  if (seqs.length <= AT_ONCE) return { seqs, cut: null }
  const some = seqs.slice(0, AT_ONCE)
  return { seqs: some, cut: some.at(-1) ?? null }
}
