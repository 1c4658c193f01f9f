import type { Breach, Facts } from '../evidence.ts'

/** Whatever is in the log was handed to each subscription that wants it, or died for it. */
export function lost(facts: Facts): Breach[] {
  const confirmed = new Set<number>()
  const seen = facts.journal.subscriptions.map(() => new Set<number>())
  for (const { kind, seq, subscription } of facts.journal.notes()) {
    if (kind === 'confirmed') confirmed.add(seq)
    if (kind === 'received') seen[subscription]?.add(seq)
  }
  return facts.journal.subscriptions.flatMap(({ name, events }, subscription) =>
    facts.stored
      .filter(({ event }) => events === null || events.includes(event))
      .filter(({ seq }) => !seen[subscription]?.has(seq) && !facts.dead[subscription]?.has(seq))
      .map(({ seq, id }) => {
        const origin = confirmed.has(seq) ? `was confirmed as ${seq}` : `stands in the log as ${seq}`
        return { rule: 'lost', text: `${id} ${origin} and never handed over to ${name}`, subscription, seq }
      }),
  )
}
