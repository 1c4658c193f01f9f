import type { Breach, Facts } from '../evidence.ts'

/** Whatever is in the log was handed to each subscription that wants it and settled by a consumer, or died for it. */
export function lost(facts: Facts): Breach[] {
  const { journal, stored, dead } = facts
  const confirmed = new Set<number>()
  const seen = journal.subscriptions.map(() => new Set<number>())
  const settled = journal.subscriptions.map(() => new Set<number>())
  for (const { kind, seq, subscription } of journal.notes()) {
    if (kind === 'confirmed') confirmed.add(seq)
    if (kind === 'received') seen[subscription]?.add(seq)
    if (kind === 'acked' || kind === 'condemned') settled[subscription]?.add(seq)
  }
  return journal.subscriptions.flatMap(({ name, events }, subscription) =>
    stored
      .filter(({ event, seq }) => (events === null || events.includes(event)) && !dead[subscription]?.has(seq))
      .filter(({ seq }) => !settled[subscription]?.has(seq))
      .map(({ seq, id }) => {
        const origin = confirmed.has(seq) ? `was confirmed as ${seq}` : `stands in the log as ${seq}`
        const fate = seen[subscription]?.has(seq)
          ? `was not settled by ${name}, and did not come again`
          : `never handed over to ${name}`
        return { rule: 'lost', text: `${id} ${origin} and ${fate}`, subscription, seq }
      }),
  )
}
