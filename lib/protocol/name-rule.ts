/** Queues, events and subscriptions. A leading `_` is the broker's own. */
export const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/

export const NAME_RULE = 'breaks the rule for names: 1 to 128 of A-Z a-z 0-9 _ . : - and not first one of _ . : -'

export function isName(text: string): boolean {
  return NAME_PATTERN.test(text)
}

/** Neither `\u0000`, which Postgres cannot keep in text, nor half a surrogate pair, which UTF-8 cannot. */
export function isPlainText(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text)
}

/** Plain text that cannot change what stands around it: no control characters, breaks of lines, or turns of direction. */
export function isLabel(text: string): boolean {
  return isPlainText(text) && !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text)
}

/** The namespace of the dashboard's feed. */
export const DASHBOARD_NAMESPACE = '/_dashboard'

/** Stands alone and means all events. */
export const ALL_EVENTS = '*'

/** What a list of events is made of: a name, or `*`. */
export const EVENTS_PATTERN = /^(\*|[A-Za-z0-9][A-Za-z0-9_.:-]{0,127})$/
