import { readTime } from '@/lib/amounts.ts'
import type { Delivery, PublishBody } from '@/lib/api.ts'
import { counted, duration } from '@/lib/format.ts'
import { isName, LIMITS } from '@/lib/protocol.ts'
import { checkJson, type JsonCheck } from '../json/check.ts'

/** What stands in the form. */
export interface Draft {
  readonly queue: string
  readonly event: string
  /** `null`: as the queue is set. */
  readonly delivery: Delivery | null
  readonly text: string
  readonly id: string
  readonly key: string
  /** As a person writes it: `90 s`, `5 m`, `2 h`; empty for at once. */
  readonly delay: string
  /** The same; empty for never. */
  readonly ttl: string
  /** One header a line: `name: value`. */
  readonly headers: string
  /** Whether {{…}} in it are values to generate; a message that was published before is sent as it stands. */
  readonly generate: boolean
}

export const FIRST_TEXT = '{\n  "id": 7\n}'

export const EMPTY_DRAFT: Draft = {
  queue: '',
  event: '',
  delivery: null,
  text: FIRST_TEXT,
  id: '',
  key: '',
  delay: '',
  ttl: '',
  headers: '',
  generate: true,
}

/** What is wrong with each field; a field that is right is left out. */
export interface Faults {
  queue?: string
  event?: string
  payload?: string
  id?: string
  key?: string
  delay?: string
  ttl?: string
  headers?: string
}

const TIME_RULE = 'Allowed: a time such as 90 s, 5 m, 2 h or 7 d, at most 30 d'
const NAME_RULE = 'Allowed: a letter or digit, then letters, digits and . : _ -'

/**
 * Checks the form as the broker will; `delivery` is the one that holds. Empty names are no fault while they are being
 * filled in: `complete` says so.
 */
export function checkDraft(
  draft: Draft,
  delivery: Delivery,
): {
  faults: Faults
  json: JsonCheck
  complete: boolean
} {
  const json = checkJson(draft.text)
  const faults: Faults = {}
  if (draft.queue !== '' && !isName(draft.queue)) faults.queue = NAME_RULE
  if (draft.event !== '' && !isName(draft.event)) faults.event = NAME_RULE
  if (!json.ok) faults.payload = `Line ${json.fault.line}, column ${json.fault.column}: ${json.fault.message}`
  const delay = delayFault(draft.delay, delivery)
  if (delay !== null) faults.delay = delay
  if (draft.ttl !== '' && ttlOf(draft) === null) faults.ttl = TIME_RULE
  const headers = readHeaders(draft.headers)
  if (typeof headers === 'string') faults.headers = headers
  return { faults, json, complete: draft.queue !== '' && draft.event !== '' && Object.keys(faults).length === 0 }
}

/** The message as it is sent. Call it with a complete draft. */
export function messageOf(draft: Draft, value: unknown, delivery: Delivery): PublishBody {
  const headers = readHeaders(draft.headers)
  const delayMs = delayOf(draft, delivery)
  const ttlMs = ttlOf(draft)
  return {
    event: draft.event,
    payload: value,
    delivery,
    ...(draft.id !== '' && { id: draft.id }),
    ...(draft.key !== '' && { key: draft.key }),
    ...(delayMs !== null && { delayMs }),
    ...(ttlMs !== null && { ttlMs }),
    ...(typeof headers === 'object' && Object.keys(headers).length > 0 && { headers }),
  }
}

/** When it is to be delivered, from now; `null` for at once, or for text that is no time. Real time cannot wait. */
export function delayOf(draft: Draft, delivery: Delivery): number | null {
  return delivery === 'queued' ? within(readTime(draft.delay), LIMITS.delayMs) : null
}

function ttlOf(draft: Draft): number | null {
  return within(readTime(draft.ttl), LIMITS.ttlMs)
}

function delayFault(delay: string, delivery: Delivery): string | null {
  if (delay === '') return null
  if (delivery === 'realtime') return 'Real time cannot wait: empty this, or choose queued.'
  return within(readTime(delay), LIMITS.delayMs) === null ? TIME_RULE : null
}

function within(ms: number | null, most: number): number | null {
  return ms !== null && ms >= 1 && ms <= most ? ms : null
}

/** Headers by line, or why they are none. */
export function readHeaders(text: string): Record<string, string> | string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length > LIMITS.headers) return `At most ${LIMITS.headers} headers.`
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const at = line.indexOf(':')
    if (at < 1) return `Not a header: ${line.trim()}. Allowed: name: value`
    headers[line.slice(0, at).trim()] = line.slice(at + 1).trim()
  }
  return headers
}

/** The folded options as words: "id generated, no key, delivered at once, never expires, no headers". */
export function optionWords(draft: Draft): string {
  const headers = readHeaders(draft.headers)
  const count = typeof headers === 'string' ? 0 : Object.keys(headers).length
  const delayMs = delayOf(draft, 'queued')
  const ttlMs = ttlOf(draft)
  return [
    draft.id === '' ? 'id generated' : `id ${draft.id}`,
    draft.key === '' ? 'no key' : `key ${draft.key}`,
    delayMs === null ? 'delivered at once' : `delivered after ${duration(delayMs)}`,
    ttlMs === null ? 'never expires' : `expires after ${duration(ttlMs)}`,
    count === 0 ? 'no headers' : counted(count, 'header'),
  ].join(', ')
}
