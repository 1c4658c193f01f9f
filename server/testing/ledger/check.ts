/**
 * Holds what the clients of one queue saw against the promises of queued delivery. It knows nothing of the broker: only
 * what publishers were answered, what consumers got and did, and what the database holds at the end.
 */
import { type Breach, type Evidence, factsOf } from './evidence.ts'
import type { Journal, Note } from './journal.ts'
import { exclusives } from './rules/exclusive.ts'
import { holds } from './rules/held.ts'
import { keys } from './rules/keys.ts'
import { deadLetters } from './rules/letters.ts'
import { againstTheLog } from './rules/log.ts'
import { lost } from './rules/lost.ts'
import { firstDispatches } from './rules/order.ts'
import { doubles } from './rules/settled.ts'

const rules = [againstTheLog, lost, firstDispatches, keys, exclusives, doubles, holds, deadLetters]

/** Every promise that was broken; empty when all were kept. */
export function check(evidence: Evidence): Breach[] {
  const facts = factsOf(evidence)
  return rules.flatMap((rule) => rule(facts))
}

/** All that clients know of the message of a breach, a line each. */
export function historyOf(journal: Journal, { seq, subscription }: Breach): string[] {
  const lines: string[] = []
  const holders = new Set<number>()
  for (const note of journal.notes()) {
    const theirs = note.kind === 'left' ? holders.has(note.connection) : note.seq === seq
    if (!theirs || (subscription !== null && note.kind !== 'confirmed' && !isOf(note, subscription))) continue
    if (note.kind === 'received') holders.add(note.connection)
    lines.push(lineOf(journal, note))
  }
  return lines
}

const isOf = (note: Note, subscription: number) => note.kind === 'left' || note.subscription === subscription

function lineOf(journal: Journal, { at, kind, subscription, connection, seq, id, attempt, era }: Note): string {
  const seconds = `${(at / 1_000).toFixed(3).padStart(9)} s  ${kind.padEnd(9)}`
  const who = `${journal.connections[connection] ?? ''} (connection ${connection})`
  if (kind === 'confirmed') return `${seconds} ${id} as ${seq}`
  if (kind === 'left') return `${seconds} ${who}`
  const what = `${journal.subscriptions[subscription]?.name} ${seq} by ${who}`
  return kind === 'received' ? `${seconds} ${what}, ${id}, attempt ${attempt}, era ${era}` : `${seconds} ${what}`
}
