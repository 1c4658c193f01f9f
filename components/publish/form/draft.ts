import type { Delivery, PublishBody } from '@/lib/api.ts'
import { counted, DAY_MS, duration, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/format.ts'
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
  /** As a person writes it: `90 s`, `5 m`, `2 h`; empty for never. */
  readonly ttl: string
  /** One header a line: `name: value`. */
  readonly headers: string
}

export const FIRST_TEXT = '{\n  "id": 7\n}'

export const EMPTY_DRAFT: Draft = {
  queue: '',
  event: '',
  delivery: null,
  text: FIRST_TEXT,
  id: '',
  key: '',
  ttl: '',
  headers: '',
}

/** What is wrong with each field; a field that is right is left out. */
export interface Faults {
  queue?: string
  event?: string
  payload?: string
  ttl?: string
  headers?: string
}

const TTL_RULE = 'Allowed: a time such as 90 s, 5 m, 2 h or 7 d, at most 30 d'
const NAME_RULE = 'Allowed: a letter or digit, then letters, digits and . : _ -'

/** Checks the form as the broker will. Empty names are no fault while they are being filled in: `complete` says so. */
export function checkDraft(draft: Draft): { faults: Faults; json: JsonCheck; complete: boolean } {
  const json = checkJson(draft.text)
  const faults: Faults = {}
  if (draft.queue !== '' && !isName(draft.queue)) faults.queue = NAME_RULE
  if (draft.event !== '' && !isName(draft.event)) faults.event = NAME_RULE
  if (!json.ok) faults.payload = `Line ${json.fault.line}, column ${json.fault.column}: ${json.fault.message}`
  if (draft.ttl !== '' && readTtl(draft.ttl) === null) faults.ttl = TTL_RULE
  const headers = readHeaders(draft.headers)
  if (typeof headers === 'string') faults.headers = headers
  return { faults, json, complete: draft.queue !== '' && draft.event !== '' && Object.keys(faults).length === 0 }
}

/** The message as it is sent. Call it with a complete draft. */
export function messageOf(draft: Draft, value: unknown, delivery: Delivery): PublishBody {
  const headers = readHeaders(draft.headers)
  const ttlMs = readTtl(draft.ttl)
  return {
    event: draft.event,
    payload: value,
    delivery,
    ...(draft.id !== '' && { id: draft.id }),
    ...(draft.key !== '' && { key: draft.key }),
    ...(ttlMs !== null && { ttlMs }),
    ...(typeof headers === 'object' && Object.keys(headers).length > 0 && { headers }),
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

/** `90 s`, `1.5 h` or `1 d 2 h` in milliseconds; `null` where it is none of them, or not within the limit. */
export function readTtl(text: string): number | null {
  if (!/^\s*(\d+(\.\d+)?\s*(ms|s|m|h|d)\s*)+$/.test(text)) return null
  let sum = 0
  for (const [, value, unit] of text.matchAll(/([\d.]+)\s*(ms|s|m|h|d)/g))
    sum += Number(value) * (UNIT_MS[unit ?? ''] ?? 0)
  const ttlMs = Math.round(sum)
  return ttlMs >= 1 && ttlMs <= LIMITS.ttlMs ? ttlMs : null
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

/** The folded options as words: "id generated, no key, never expires, no headers". */
export function optionWords(draft: Draft): string {
  const headers = readHeaders(draft.headers)
  const count = typeof headers === 'string' ? 0 : Object.keys(headers).length
  const ttlMs = readTtl(draft.ttl)
  return [
    draft.id === '' ? 'id generated' : `id ${draft.id}`,
    draft.key === '' ? 'no key' : `key ${draft.key}`,
    ttlMs === null ? 'never expires' : `expires after ${duration(ttlMs)}`,
    count === 0 ? 'no headers' : counted(count, 'header'),
  ].join(', ')
}
