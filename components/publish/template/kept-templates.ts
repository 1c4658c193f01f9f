import { isRecord } from '@/lib/protocol.ts'
import { type Draft, EMPTY_DRAFT } from '../form/draft.ts'

const TEXTS = ['event', 'text', 'id', 'key', 'delay', 'ttl', 'headers'] as const

/** A form as text, to be kept: all but its queue, so that it serves any. */
export function templateText(draft: Draft): string {
  const { event, text, id, key, delay, ttl, headers, delivery, generate } = draft
  return JSON.stringify({ event, text, id, key, delay, ttl, headers, delivery, generate })
}

/** The form that was kept as text; what is missing or damaged is as in an empty form. */
export function templateOf(kept: string): Partial<Draft> {
  const read: unknown = parsed(kept)
  if (!isRecord(read)) return {}
  const { delivery, generate } = read
  const texts = TEXTS.map((field) => [field, typeof read[field] === 'string' ? read[field] : EMPTY_DRAFT[field]])
  return {
    ...Object.fromEntries(texts),
    delivery: delivery === 'queued' || delivery === 'realtime' ? delivery : null,
    generate: generate !== false,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
