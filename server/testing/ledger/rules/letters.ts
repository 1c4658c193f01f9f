import type { Breach, Evidence, Facts } from '../evidence.ts'

/** A message dies once: where it was condemned and that was confirmed, and nowhere else than where it may. */
export function deadLetters(facts: Facts): Breach[] {
  return [...writtenTwice(facts), ...missing(facts), ...unfounded(facts), ...early(facts)]
}

function writtenTwice({ letters, journal }: Evidence): Breach[] {
  const met = new Set<string>()
  return letters.flatMap(({ subscription, seq }) => {
    const name = `${subscription} ${seq}`
    const again = met.has(name)
    met.add(name)
    return again ? [breach(journal, subscription, seq, `seq ${seq} of ${subscription} has two dead letters`)] : []
  })
}

function missing({ journal, dead }: Facts): Breach[] {
  const breaches: Breach[] = []
  for (const { kind, subscription, seq } of journal.notes()) {
    if (kind !== 'buried' || dead[subscription]?.has(seq)) continue
    const { name = '' } = journal.subscriptions[subscription] ?? {}
    breaches.push(breach(journal, name, seq, `seq ${seq} of ${name} was given up for dead and has no dead letter`))
  }
  return breaches
}

/** It must have come before, must stand in the log, and must not have been acknowledged for certain. */
function unfounded({ journal, letters, bySeq }: Facts): Breach[] {
  const settled = new Set<string>()
  const seen = new Set<string>()
  for (const { kind, subscription, seq } of journal.notes()) {
    const name = `${journal.subscriptions[subscription]?.name} ${seq}`
    if (kind === 'settled') settled.add(name)
    if (kind === 'received') seen.add(name)
  }
  return letters.flatMap(({ subscription, seq, reason }) => {
    const name = `${subscription} ${seq}`
    const why = settled.has(name)
      ? 'although its acknowledgement was confirmed'
      : !bySeq.has(seq)
        ? 'and is not in the log'
        : !seen.has(name) && !isPoisoned(reason)
          ? 'and was never handed over'
          : null
    return why ? [breach(journal, subscription, seq, `seq ${seq} of ${subscription} died ${why} (${reason})`)] : []
  })
}

/** By refusals alone it dies with the last one that is allowed, also where a crash lay between them. */
function early({ journal, letters }: Evidence): Breach[] {
  const refusals = journal.subscriptions.map(() => new Map<number, number>())
  const condemned = journal.subscriptions.map(() => new Set<number>())
  for (const { kind, subscription, seq } of journal.notes()) {
    const counts = refusals[subscription]
    if (kind === 'nacked') counts?.set(seq, (counts.get(seq) ?? 0) + 1)
    if (kind === 'condemned') condemned[subscription]?.add(seq)
  }
  return letters.flatMap(({ subscription: name, seq, reason }) => {
    const index = journal.subscriptions.findIndex((watched) => watched.name === name)
    const needed = journal.subscriptions[index]?.refusalsToDie ?? 0
    const count = refusals[index]?.get(seq) ?? 0
    if (count >= needed || condemned[index]?.has(seq) || isPoisoned(reason)) return []
    return [breach(journal, name, seq, `seq ${seq} of ${name} died after ${count} refusals of ${needed} (${reason})`)]
  })
}

/** Lost with its consumer again and again: nobody need have seen it, or have refused it. */
const isPoisoned = (reason: string) => reason.startsWith('lost with its consumer')

function breach(journal: Evidence['journal'], name: string, seq: number, text: string): Breach {
  const index = journal.subscriptions.findIndex((watched) => watched.name === name)
  return { rule: 'letter', text, subscription: index < 0 ? null : index, seq }
}
