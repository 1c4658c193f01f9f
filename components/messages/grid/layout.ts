import type { Subscriber } from './subscribers.ts'

const OWN = ['seq', 'age', 'event', 'key'] as const

/**
 * Least widths in px; all grow with the table. Four subscriptions and three clients then stand beside the panel on a
 * 1440 px screen without scrolling.
 */
const LEAST: Readonly<Record<string, number>> = { seq: 84, age: 42, event: 60, key: 70, queued: 100, realtime: 90 }
/** Widths where there is room for the payload too, which takes the rest. */
const ROOMY: Readonly<Record<string, number>> = { seq: 96, age: 52, event: 140, key: 110, queued: 124, realtime: 124 }
/** "Queued: durable subscriptions" with its mark. */
const HEAD_WIDTH = 212
/** "812 to go, about 40 s" below a name. */
const LONG_NOTE = 16
const WITH_NOTE = 148
/** Less than this of a payload says nothing. */
const PAYLOAD_WIDTH = 200

/** How the columns share the width: the table's own, and each column's where it is not left to the table. */
export interface Layout {
  readonly roomy: boolean
  readonly least: number
  readonly widthOf: (column: string) => number | undefined
}

export function layoutOf(subscribers: readonly Subscriber[], available: number): Layout {
  const sum = (widths: Readonly<Record<string, number>>) =>
    [...OWN, ...subscribers.map((one) => one.delivery)].reduce((total, name) => total + (widths[name] ?? 0), 0)
  const slim = subscribers.some((one) => one.note.length > LONG_NOTE) ? { ...LEAST, queued: WITH_NOTE } : LEAST
  const wide: Readonly<Record<string, number>> = {
    ...ROOMY,
    queued: Math.max(slim.queued ?? 0, groupWidth(subscribers, 'queued')),
    realtime: groupWidth(subscribers, 'realtime'),
  }
  const roomy = sum(wide) + PAYLOAD_WIDTH <= available
  const widths = roomy ? wide : slim
  return { roomy, least: sum(slim), widthOf: (column) => widths[column.split(':', 1)[0] ?? ''] }
}

/** A column's width in a group that must be wide enough for its own head. */
function groupWidth(subscribers: readonly Subscriber[], delivery: Subscriber['delivery']): number {
  const size = subscribers.filter((one) => one.delivery === delivery).length
  return Math.max(ROOMY[delivery] ?? 0, size === 0 ? 0 : Math.ceil(HEAD_WIDTH / size))
}

/** The list: the payload takes what the others leave. */
const LIST: Readonly<Record<string, number>> = { seq: 96, age: 52, event: 140, key: 120, states: 260 }
const LIST_NARROW: Readonly<Record<string, number>> = { seq: 78, age: 46, states: 108 }
const LIST_ROOMY = 720

export function listLayout(available: number): Layout {
  const roomy = available >= LIST_ROOMY
  const widths = roomy ? LIST : LIST_NARROW
  return { roomy, least: 0, widthOf: (column) => widths[column] }
}
