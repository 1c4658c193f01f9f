import {
  type Cell,
  cellKey,
  type Entry,
  type LabMessage,
  type LabState,
  type Mode,
  type Subscriber,
  type SubscriberName,
} from './state.ts'

/** Entries of the log that are kept. */
const LOG_LENGTH = 30

/** Failures after which the broker gives a delivery up, where the queue has no other setting. */
export const MAX_FAILURES = 5

type LogLine<One = Entry> = One extends Entry ? Omit<One, 'key' | 'at'> : never

/** Adds a line to what just happened. */
export function logged(state: LabState, at: number, line: LogLine): LabState {
  const key = (state.log[0]?.key ?? 0) + 1
  return { ...state, log: [{ ...line, key, at }, ...state.log].slice(0, LOG_LENGTH) }
}

/** Messages are on their way. Who is not online misses them in real time and finds them waiting in the other lane. */
export function published(state: LabState, ids: readonly string[]): LabState {
  const first = state.messages.length + 1
  const added = ids.map((id, index): LabMessage => ({ id, number: first + index }))
  const cells = new Map(state.cells)
  for (const { id } of added) for (const one of state.subscribers) cells.set(cellKey(one.name, id), freshCell(one))
  return { ...state, messages: [...state.messages, ...added], cells }
}

function freshCell({ online }: Subscriber): Cell {
  const realtime = online ? 'expected' : 'missed'
  return { realtime, queued: 'waiting', waited: !online, arrival: null, ackedAt: null, failures: 0 }
}

/** The broker did not take them: they were never there. */
export function withdrawn(state: LabState, ids: readonly string[]): LabState {
  const gone = new Set(ids)
  const cells = new Map([...state.cells].filter(([key]) => !gone.has(key.slice(key.indexOf(':') + 1))))
  const messages = state.messages.filter((message) => !gone.has(message.id))
  const left = new Set(messages.map((message) => message.number))
  const log = state.log.filter(
    (entry) => entry.kind !== 'published' || entry.numbers.some((number) => left.has(number)),
  )
  return { ...state, messages, cells, log }
}

/** Both subscriptions of a subscriber stand: from here on it gets what is published. */
export function online(state: LabState, who: SubscriberName, at: number): LabState {
  return patch({ ...state, status: 'ready', failure: null }, who, (one) => ({
    ...one,
    online: true,
    awayAt: null,
    ...(one.awayAt !== null && { backAt: at, awayMs: at - one.awayAt }),
  }))
}

/** Its link is gone. Real time: what had not arrived never will. Queued: what was not acked waits for its return. */
export function offline(state: LabState, who: SubscriberName, at: number): LabState {
  const away = patch(state, who, (one) => ({ ...one, online: false, awayAt: one.awayAt ?? at }))
  return patchCells(away, who, (cell) => {
    const realtime = cell.realtime === 'expected' ? 'missed' : cell.realtime
    if (cell.queued !== 'waiting' && cell.queued !== 'inFlight') return { ...cell, realtime }
    return { ...cell, realtime, queued: 'waiting', waited: true }
  })
}

export function plugged(state: LabState, who: SubscriberName, on: boolean): LabState {
  return patch(state, who, (one) => ({ ...one, plugged: on }))
}

export function modeSet(state: LabState, who: SubscriberName, mode: Mode): LabState {
  return patch(state, who, (one) => ({ ...one, mode }))
}

/** A real-time copy arrived. */
export function receivedRealtime(state: LabState, who: SubscriberName, id: string): LabState {
  return patchCell(state, who, id, (cell) => ({ ...cell, realtime: 'delivered' }))
}

/** The queue dispatched it: it is in flight until it is acked. */
export function receivedQueued(state: LabState, who: SubscriberName, id: string): LabState {
  const arrival = state.subscribers.find((one) => one.name === who)?.arrivals ?? 0
  const counted = patch(state, who, (one) => ({ ...one, arrivals: arrival + 1 }))
  return patchCell(counted, who, id, (cell) => ({ ...cell, queued: 'inFlight', arrival: cell.arrival ?? arrival }))
}

export function acked(state: LabState, who: SubscriberName, id: string, at: number): LabState {
  return patchCell(state, who, id, (cell) => ({ ...cell, queued: 'acked', ackedAt: at }))
}

/** Refused: it comes again after a while, until the broker gives up. */
export function nacked(state: LabState, who: SubscriberName, id: string): LabState {
  return patchCell(state, who, id, (cell) => {
    const failures = cell.failures + 1
    return { ...cell, failures, queued: failures >= MAX_FAILURES ? 'dead' : 'retrying' }
  })
}

function patch(state: LabState, who: SubscriberName, change: (one: Subscriber) => Subscriber): LabState {
  return { ...state, subscribers: state.subscribers.map((one) => (one.name === who ? change(one) : one)) }
}

// What another tab published to the same queue is handled too, but has no tile here.
function patchCell(state: LabState, who: SubscriberName, id: string, change: (cell: Cell) => Cell): LabState {
  const key = cellKey(who, id)
  const cell = state.cells.get(key)
  if (cell === undefined) return state
  return { ...state, cells: new Map(state.cells).set(key, change(cell)) }
}

function patchCells(state: LabState, who: SubscriberName, change: (cell: Cell) => Cell): LabState {
  const cells = new Map(state.cells)
  for (const [key, cell] of cells) if (key.startsWith(`${who}:`)) cells.set(key, change(cell))
  return { ...state, cells }
}
