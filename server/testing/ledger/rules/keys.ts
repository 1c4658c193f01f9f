import type { Breach, Facts } from '../evidence.ts'
import type { Note, Watched } from '../journal.ts'

/** The last message of a key that was handed over. */
interface Line {
  era: number
  last: number
  /** Acknowledged or given up by a consumer, so that the next of its key may come. */
  released: boolean
}

/**
 * Messages of one key come one at a time and rising, whoever gets them: the next one only when the one before was
 * acknowledged or died. A failure or a lost connection releases nothing. What a new process sends may begin earlier
 * again, because acknowledgements that were not yet written are forgotten.
 */
export function keys(facts: Facts): Breach[] {
  return facts.journal.subscriptions.flatMap((watched, subscription) => {
    const lines = new Map<string, Line>()
    const keyOf = (seq: number) => (watched.ordered ? '' : (facts.bySeq.get(seq)?.key ?? null))
    const breaches: Breach[] = []
    for (const note of facts.journal.notesOf(subscription)) {
      const key = keyOf(note.seq)
      if (note.kind === 'left' || key === null) continue
      const line = lines.get(key)
      if (note.kind === 'received') {
        const text = line && brokenBy(note, line, watched, key, facts.dead[subscription])
        if (text) breaches.push({ rule: 'key', text, subscription, seq: note.seq })
        if (!line || note.era >= line.era) lines.set(key, { era: note.era, last: note.seq, released: false })
      } else if ((note.kind === 'acked' || note.kind === 'condemned') && line?.last === note.seq) {
        line.released = true
      }
    }
    return breaches
  })
}

function brokenBy(note: Note, line: Line, { name }: Watched, key: string, dead?: ReadonlySet<number>): string | null {
  const { seq, era } = note
  const which = key === '' ? name : `${name}, key ${key}`
  if (era < line.era) return null
  if (seq < line.last) return era === line.era ? `seq ${seq} was handed over after ${line.last} of ${which}` : null
  if (seq === line.last || line.released || dead?.has(line.last)) return null
  return `seq ${seq} was handed over while ${line.last} of ${which} was not settled`
}
