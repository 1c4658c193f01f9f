/** What a message can be asked for, as it is typed, and what each means. */
export const FIELDS = [
  { field: 'event', hint: 'Its event', example: 'created' },
  { field: 'state', hint: 'How it stands with anybody', example: 'dead' },
  { field: 'subscription', hint: 'A subscription, or a client in real time', example: 'billing' },
  { field: 'key', hint: 'Its key', example: 'A-20931' },
  { field: 'id', hint: 'Its id', example: '019ab3c1-…' },
  { field: 'seq', hint: 'One, or a stretch', example: '>100, 10..20' },
  { field: 'since', hint: 'Published then or later', example: '15m, 2026-03-01T12:00' },
  { field: 'until', hint: 'Published then or before', example: '1h, 2026-03-01' },
  { field: 'text', hint: 'Stands anywhere in the payload', example: 'c_4417' },
] as const

export type Field = (typeof FIELDS)[number]['field']

/** `payload.customer` asks for the value at a path. */
export const PAYLOAD = 'payload.'

export function isField(word: string): word is Field {
  return FIELDS.some(({ field }) => field === word)
}

/** The screen says `in flight`, the API `inFlight`; both are understood, and with a dash too. */
export const STATES: Readonly<Record<string, string>> = {
  pending: 'pending',
  inflight: 'inFlight',
  retrying: 'retrying',
  acked: 'acked',
  dead: 'dead',
  expired: 'expired',
  scheduled: 'scheduled',
  purged: 'purged',
  delivered: 'delivered',
  missed: 'missed',
}

/** The API's word for a state as somebody typed it; `undefined` where there is none. */
export function stateOf(typed: string): string | undefined {
  return STATES[typed.toLowerCase().replaceAll(/[\s_-]/g, '')]
}
