import type { QueueSettings } from '../model.ts'
import { count, duration, size } from '../views/words.ts'

const WORDS = {
  delivery: ['delivery', String],
  ackDeadlineMs: ['ack deadline', (ms) => duration(Number(ms))],
  maxFailures: ['failures until dead', (n) => count(Number(n))],
  retentionMs: ['kept for', (ms) => duration(Number(ms))],
  maxBytes: ['size at most', (bytes) => size(Number(bytes))],
} as const satisfies Record<keyof QueueSettings, readonly [string, (value: string | number) => string]>

const FIELDS = Object.keys(WORDS) as readonly (keyof QueueSettings)[]

/** "ack deadline 30 s → 10 s, kept for default → 7 d"; `null` where nothing differs. */
export function changesText(from: QueueSettings, to: Partial<QueueSettings>): string | null {
  const changes = FIELDS.flatMap((field) => {
    const [before, after] = [from[field], to[field]]
    if (after === undefined || after === before) return []
    const [word, say] = WORDS[field]
    return [`${word} ${before === null ? 'default' : say(before)} → ${after === null ? 'default' : say(after)}`]
  })
  return changes.length === 0 ? null : changes.join(', ')
}
