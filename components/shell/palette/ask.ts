/** What somebody typed into the palette, read: which name they may mean, and which message. */
export interface Ask {
  readonly text: string
  /** The beginning of a name to look up; empty for anything. */
  readonly name: string
  /** `orders 4711`, or a bare number where the page shows a queue. */
  readonly seq: number | null
  /** An id of a message, as the client library makes them or longer words with digits. */
  readonly id: string | null
}

/** Verbs in front of a name: "pause orders" asks for orders. */
const VERBS = /^(?:pause|resume|publish to|publish|settings of|settings|live|dead letters of|dead|queue|message)\s+/i
const ID = /^(?=.*\d)[A-Za-z0-9_-]{12,128}$/

export function readAsk(typed: string): Ask {
  const text = typed.trim()
  const rest = text.replace(VERBS, '')
  const words = rest.split(/\s+/).filter((word) => word !== '')
  const last = words.at(-1) ?? ''
  const seq = /^#?[\d,]{1,19}$/.test(last) ? Number(last.replaceAll(/[#,]/g, '')) : null
  const isSeq = seq !== null && Number.isSafeInteger(seq) && seq > 0
  const id = !isSeq && ID.test(last) ? last : null
  const named = words.length > 1 && (isSeq || id !== null) ? words.slice(0, -1) : words
  // A number alone may also be how a queue's name begins.
  return { text, name: named[0] ?? '', seq: isSeq ? seq : null, id }
}
