import type { Breach, Facts } from '../evidence.ts'

/** Of an exclusive subscription one connection gets everything; once another got something, it gets nothing more. */
export function exclusives({ journal }: Facts): Breach[] {
  return journal.subscriptions.flatMap(({ exclusive, name }, subscription) => {
    if (!exclusive) return []
    const breaches: Breach[] = []
    const over = new Set<number>()
    let active: number | null = null
    for (const { kind, connection, seq } of journal.notesOf(subscription)) {
      if (kind !== 'received' || connection === active) continue
      if (active !== null) over.add(active)
      active = connection
      if (!over.has(connection)) continue
      const text = `seq ${seq} of ${name} was handed to ${journal.connections[connection]} while another was active`
      breaches.push({ rule: 'exclusive', text, subscription, seq })
    }
    return breaches
  })
}
