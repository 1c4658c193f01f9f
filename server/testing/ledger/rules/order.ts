import type { Breach, Facts } from '../evidence.ts'
import type { Note, Watched } from '../journal.ts'

/**
 * With one consumer at a time, first dispatches come by seq. A message whose first attempt was lost on the way is first
 * seen with a later one, and others may have gone ahead: that breaks no promise.
 */
export function firstDispatches({ journal }: Facts): Breach[] {
  return journal.subscriptions.flatMap((watched, subscription) =>
    watched.consumers === 'single' ? outOfOrder(journal.notesOf(subscription), watched, subscription) : [],
  )
}

function outOfOrder(notes: Iterable<Note>, { name }: Watched, subscription: number): Breach[] {
  const breaches: Breach[] = []
  const met = new Set<number>()
  let highest = 0
  for (const { kind, seq, attempt } of notes) {
    if (kind !== 'received') continue
    if (!met.has(seq) && attempt === 1 && seq < highest) {
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
