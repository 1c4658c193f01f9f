import type { Breach, Facts } from '../evidence.ts'

/** What a `settle` confirmed as acknowledged or dead never comes again to that subscription. */
export function doubles({ journal }: Facts): Breach[] {
  const done = journal.subscriptions.map(() => new Set<number>())
  const breaches: Breach[] = []
  for (const { kind, subscription, seq, attempt } of journal.notes()) {
    if (kind === 'settled' || kind === 'buried') done[subscription]?.add(seq)
    if (kind !== 'received' || !done[subscription]?.has(seq)) continue
    const { name = '' } = journal.subscriptions[subscription] ?? {}
    const text = `seq ${seq} came to ${name} again (attempt ${attempt}) after its settlement was confirmed`
    breaches.push({ rule: 'settled', text, subscription, seq })
  }
  return breaches
}
