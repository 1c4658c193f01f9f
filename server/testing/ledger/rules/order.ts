import type { Breach, Facts } from '../evidence.ts'
import type { Note, Watched } from '../journal.ts'

/**
 * With one consumer at a time, first dispatches come by seq. Two may come late and break no promise: a message whose
 * first attempt was lost on the way, as its attempt says, and one that waited for its key (rules/keys.ts).
 */
export function firstDispatches({ journal, bySeq }: Facts): Breach[] {
  const hasKey = (seq: number) => (bySeq.get(seq)?.key ?? null) !== null
  return journal.subscriptions.flatMap((watched, subscription) =>
    watched.consumers === 'single' ? outOfOrder(journal.notesOf(subscription), watched, subscription, hasKey) : [],
  )
}

function outOfOrder(
  notes: Iterable<Note>,
  { name }: Watched,
  subscription: number,
  mayWait: (seq: number) => boolean,
): Breach[] {
  const breaches: Breach[] = []
  const met = new Set<number>()
  let highest = 0
  for (const { kind, seq, attempt } of notes) {
    if (kind !== 'received') continue
    if (!met.has(seq) && attempt === 1 && seq < highest && !mayWait(seq)) {
      breaches.push({
        rule: 'order',
        text: `seq ${seq} was first handed to ${name} after ${highest}`,
        subscription,
        seq,
      })
    }
    met.add(seq)
    highest = Math.max(highest, seq)
  }
  return breaches
}
