import type { Breach, Facts } from '../evidence.ts'

/** One seq is one message, one id is stored once, and everything that a client was told of stands in the log. */
export function againstTheLog(facts: Facts): Breach[] {
  return [...usedTwice(facts), ...storedTwice(facts), ...notInTheLog(facts)]
}

function usedTwice({ journal, stored }: Facts): Breach[] {
  const breaches: Breach[] = []
  const owners = new Map<number, string>()
  const seqs = new Map<string, number>()
  const use = (seq: number, id: string) => {
    const owner = owners.get(seq) ?? id
    owners.set(seq, owner)
    if (owner !== id) breaches.push(breach('seq', seq, `seq ${seq} was used for ${owner} and for ${id}`))
  }
  for (const { kind, seq, id } of journal.notes()) {
    if (kind !== 'confirmed' && kind !== 'received') continue
    use(seq, id)
    if (kind !== 'confirmed') continue
    const before = seqs.get(id) ?? seq
    seqs.set(id, before)
    if (before !== seq) breaches.push(breach('seq', seq, `${id} was confirmed as ${before} and as ${seq}`))
  }
  for (const { seq, id } of stored) use(seq, id)
  return distinct(breaches)
}

function storedTwice({ stored }: Facts): Breach[] {
  const breaches: Breach[] = []
  const seqs = new Set<number>()
  const ids = new Map<string, number>()
  for (const { seq, id } of stored) {
    if (seqs.has(seq)) breaches.push(breach('seq', seq, `seq ${seq} stands in the log twice`))
    else if (ids.has(id)) breaches.push(breach('seq', seq, `${id} stands in the log as ${ids.get(id)} and as ${seq}`))
    seqs.add(seq)
    ids.set(id, ids.get(id) ?? seq)
  }
  return breaches
}

function notInTheLog({ journal, bySeq }: Facts): Breach[] {
  const breaches: Breach[] = []
  for (const { kind, seq, id, subscription } of journal.notes()) {
    if (kind !== 'confirmed' && kind !== 'received') continue
    const message = bySeq.get(seq)
    const what = kind === 'confirmed' ? 'confirmed' : 'handed over'
    if (message?.id !== id) breaches.push(breach('log', seq, `${id} was ${what} as ${seq} and is not in the log`))
    else if (kind === 'received') {
      const { name = '', events = null } = journal.subscriptions[subscription] ?? {}
      if (events === null || events.includes(message.event)) continue
      breaches.push(breach('log', seq, `${id} (${message.event}) was handed to ${name}, which has other events`))
    }
  }
  return distinct(breaches)
}

function breach(rule: Breach['rule'], seq: number, text: string): Breach {
  return { rule, text, subscription: null, seq }
}

/** A message that comes five times is one breach. */
function distinct(breaches: readonly Breach[]): Breach[] {
  return [...new Map(breaches.map((one) => [one.text, one])).values()]
}
