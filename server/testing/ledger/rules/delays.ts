import type { Breach, Facts } from '../evidence.ts'

/** The broker's clock follows the wall's, and so does the client's: they are this far apart at most. */
const clocksDifferMs = 100

/** A delayed message is in the log once it is due, and nobody gets it before; its due time is given once. */
export function delays({ journal, stored }: Facts): Breach[] {
  const due = new Map<string, number>()
  const breaches: Breach[] = []
  const early = (seq: number, subscription: number | null, text: string) =>
    breaches.push({ rule: 'early', text, subscription, seq })
  for (const note of journal.notes()) {
    const { kind, id, at, seq, subscription } = note
    const before = due.get(id)
    if (kind === 'scheduled') {
      due.set(id, before ?? note.due)
      if (before !== undefined && before !== note.due) early(0, null, `${id} was promised for two times`)
    } else if (kind === 'received' && before !== undefined && at < before - clocksDifferMs) {
      const name = journal.subscriptions[subscription]?.name
      early(seq, subscription, `${id} was handed to ${name} ${Math.round(before - at)} ms before it was due`)
    }
  }
  const ids = new Set(stored.map(({ id }) => id))
  for (const id of due.keys()) if (!ids.has(id)) early(0, null, `${id} was due and is not in the log`)
  return breaches
}
