/**
 * Holds what the clients of one queue saw against the promises of queued delivery. It knows nothing of the broker: only
 * what publishers were answered, what consumers got and did, and what the database holds at the end.
 */
import { type Breach, type Evidence, factsOf } from './evidence.ts'
import { isOfAConsumer, type Journal, type Note } from './journal.ts'
import { delays } from './rules/delays.ts'
import { exclusives } from './rules/exclusive.ts'
import { holds } from './rules/held.ts'
import { keys } from './rules/keys.ts'
import { deadLetters } from './rules/letters.ts'
import { againstTheLog } from './rules/log.ts'
import { lost } from './rules/lost.ts'
import { firstDispatches } from './rules/order.ts'
import { doubles } from './rules/settled.ts'

const rules = [againstTheLog, lost, delays, firstDispatches, keys, exclusives, doubles, holds, deadLetters]

/** Every promise that was broken; empty when all were kept. */
export function check(evidence: Evidence): Breach[] {
  const facts = factsOf(evidence)
  return rules.flatMap((rule) => rule(facts))
}

/** All that clients know of the message of a breach, a line each. */
export function historyOf(journal: Journal, { seq, subscription }: Breach): string[] {
  const lines: string[] = []
  const holders = new Set<number>()
  const ids = idsOf(journal, seq)
  for (const note of journal.notes()) {
    const theirs =
      note.kind === 'left'
        ? holders.has(note.connection)
        : note.seq === seq || (note.kind === 'scheduled' && ids.has(note.id))
    if (!theirs || (subscription !== null && isOfAConsumer(note) && !isOf(note, subscription))) continue
    if (note.kind === 'received') holders.add(note.connection)
    lines.push(lineOf(journal, note))
  }
  return lines
}

/** What the seq was known to be: a delayed message was told of before it had one. */
function idsOf(journal: Journal, seq: number): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const note of journal.notes()) if (note.seq === seq && note.id !== '') ids.add(note.id)
  return ids
}

const isOf = (note: Note, subscription: number) => note.kind === 'left' || note.subscription === subscription

function lineOf(journal: Journal, { at, kind, subscription, connection, seq, id, attempt, era, due }: Note): string {
  const seconds = `${(at / 1_000).toFixed(3).padStart(9)} s  ${kind.padEnd(9)}`
  const who = `${journal.connections[connection] ?? ''} (connection ${connection})`
  if (kind === 'confirmed') return `${seconds} ${id} as ${seq}`
  if (kind === 'scheduled') return `${seconds} ${id} for ${(due / 1_000).toFixed(3)} s`
  if (kind === 'left') return `${seconds} ${who}`
  const what = `${journal.subscriptions[subscription]?.name} ${seq} by ${who}`
  return kind === 'received' ? `${seconds} ${what}, ${id}, attempt ${attempt}, era ${era}` : `${seconds} ${what}`
}
