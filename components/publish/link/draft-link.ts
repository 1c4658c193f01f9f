import type { Delivery } from '@/lib/api.ts'
import { type Draft, EMPTY_DRAFT } from '../form/draft.ts'

/** Longer addresses are not taken by every proxy, chat and mail. */
const ADDRESS_MOST = 8_000

/** What of a form is text, by its name in the address. */
export const LINKED = {
  queue: 'queue',
  event: 'event',
  key: 'key',
  id: 'id',
  delay: 'delay',
  ttl: 'ttl',
  headers: 'headers',
  text: 'payload',
} as const satisfies Partial<Record<keyof Draft, string>>

const FIELDS: readonly (keyof typeof LINKED)[] = ['queue', 'event', 'key', 'id', 'delay', 'ttl', 'headers', 'text']

/** The address that opens this form as it stands; `null` where it is too long to be one. */
export function linkOf(draft: Draft): string | null {
  const query = new URLSearchParams()
  for (const field of FIELDS) if (draft[field] !== EMPTY_DRAFT[field]) query.set(LINKED[field], draft[field])
  if (draft.delivery !== null) query.set('delivery', draft.delivery)
  if (!draft.generate) query.set('literal', '1')
  const text = query.toString()
  if (text.length > ADDRESS_MOST) return null
  return text === '' ? '/publish' : `/publish?${text}`
}

/** The form that an address stands for; what it does not say is as in an empty form. */
export function draftOf(query: URLSearchParams): Draft {
  const texts = FIELDS.map((field) => [field, query.get(LINKED[field]) ?? EMPTY_DRAFT[field]])
  return {
    ...EMPTY_DRAFT,
    ...Object.fromEntries(texts),
    delivery: deliveryOf(query.get('delivery')),
    generate: query.get('literal') !== '1',
  }
}

function deliveryOf(text: string | null): Delivery | null {
  return text === 'queued' || text === 'realtime' ? text : null
}
