import type { MessageItem } from '../../../lib/api.ts'

/** More than the widest column shows on one line. */
export const PREVIEW_CHARS = 200

/** The beginning of a value's JSON on one line. A payload may be 256 KiB: writing stops as soon as there is enough. */
export function previewOf(value: unknown, most = PREVIEW_CHARS): string {
  const text = write(value, most)
  return text.length > most ? `${text.slice(0, most)}…` : text
}

/** The same of a message in a list, whose payload is left out where it is large. */
export function payloadLine({ payload, preview }: Pick<MessageItem, 'payload' | 'preview'>): string {
  return preview === undefined ? previewOf(payload) : `${preview.slice(0, PREVIEW_CHARS)}…`
}

/** JSON of which at least the first `most` characters are right. */
function write(value: unknown, most: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, most))
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const list = Array.isArray(value)
  let text = list ? '[' : '{'
  // Objects of a payload are plain: `for … in` reads no further names than are written.
  for (const name in value) {
    if (text.length > most) return text
    const label = list ? '' : `${JSON.stringify(name.slice(0, most))}:`
    text += `${text.length > 1 ? ',' : ''}${label}${write(Reflect.get(value, name), most)}`
  }
  return text + (list ? ']' : '}')
}
