import type { Breach, Facts } from '../evidence.ts'
import type { Note, Watched } from '../journal.ts'

/** The end of one connection and a message on another one come in any order. */
const orderMs = 1_000

/** The newest delivery of a message. */
interface Hold {
  readonly era: number
  readonly at: number
  readonly attempt: number
  readonly connection: number
  /** Its consumer refused it or went away: it may come again. */
  over: boolean
}

/**
 * One process sends a message again only when its consumer refused it, went away, or let its deadline pass (half of it
 * is enough here: the two clocks differ, and so may the rest). Each time it counts one attempt more.
 */
export function holds({ journal }: Facts): Breach[] {
  return journal.subscriptions.flatMap((watched, subscription) => {
    const held = new Map<number, Hold>()
    const left = endsOf(journal.notesOf(subscription))
    const breaches: Breach[] = []
    for (const note of journal.notesOf(subscription)) {
      if (note.kind === 'nacked' || note.kind === 'condemned') release(held.get(note.seq))
      if (note.kind !== 'received') continue
      const before = held.get(note.seq)
      const text = before?.era === note.era ? brokenBy(note, before, watched, left) : null
      if (text) breaches.push({ rule: 'held', text, subscription, seq: note.seq })
      const { era, at, attempt, connection } = note
      held.set(note.seq, { era, at, attempt, connection, over: false })
    }
    return breaches
  })
}

/** When each connection ended. */
function endsOf(notes: Iterable<Note>): Map<number, number> {
  const ends = new Map<number, number>()
  for (const { kind, connection, at } of notes) if (kind === 'left') ends.set(connection, at)
  return ends
}

function release(hold: Hold | undefined): void {
  if (hold) hold.over = true
}

function brokenBy(
  note: Note,
  hold: Hold,
  { name, deadlineMs }: Watched,
  left: ReadonlyMap<number, number>,
): string | null {
  const { seq, attempt } = note
  if (attempt <= hold.attempt) return `seq ${seq} came to ${name} as attempt ${attempt} after attempt ${hold.attempt}`
  const leftAt = left.get(hold.connection) ?? Number.POSITIVE_INFINITY
  const mayCome = hold.over || leftAt <= note.at + orderMs || note.at - hold.at >= deadlineMs / 2
  return mayCome ? null : `seq ${seq} came to ${name} again (attempt ${attempt}) while it was held or acknowledged`
}
