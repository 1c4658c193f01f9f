import {
  type Cell,
  cellKey,
  type Entry,
  type LabMessage,
  type LabState,
  listening,
  MOST_ROWS,
  type Mode,
  type Publish,
  type Row,
  type Subscriber,
} from './state.ts'

/** Entries of the log that are kept. */
const LOG_LENGTH = 30

type LogLine<One = Entry> = One extends Entry ? Omit<One, 'key'> : never

/** Adds a line to what just happened. */
function logged(state: LabState, line: LogLine): LabState {
  const key = (state.log[0]?.key ?? 0) + 1
  return { ...state, log: [{ ...line, key }, ...state.log].slice(0, LOG_LENGTH) }
}

/** Somebody is there from now on. Of two with one name the first has it, and there is room for so many. */
export function joined(state: LabState, row: Row, by: string, at: number): LabState {
  const full = state.subscribers.filter((one) => !one.left).length >= MOST_ROWS
  if (full || state.subscribers.some((one) => one.name === row.name)) return state
  const fresh: Subscriber = {
    ...row,
    host: by,
    left: false,
    plugged: true,
    online: false,
    mode: 'normal',
    awayAt: null,
    backAt: null,
    awayMs: null,
    arrivals: 0,
  }
  const added = { ...state, subscribers: [...state.subscribers, fresh] }
  // Those who are there from the first need no line.
  return state.messages.length === 0 && state.log.length === 0 && by === (state.subscribers[0]?.host ?? by)
    ? added
    : logged(added, { kind: 'joined', who: row.name, by, at })
}

/** It is gone for good: its row goes too where it has nothing to show, and else stays with what it got. */
export function left(state: LabState, who: string, by: string, at: number): LabState {
  const gone = state.subscribers.find((one) => one.name === who && !one.left)
  if (gone === undefined) return state
  const shown = [...state.cells.keys()].some((key) => key.startsWith(`${who} `))
  const away = patch(offline(state, who, at), who, (one) => ({ ...one, left: true, plugged: false }))
  // Its subscription is deleted: nothing waits for it any more.
  const ended = patchCells(away, who, (cell) =>
    cell.queued === 'acked' || cell.queued === 'dead' ? cell : { ...cell, queued: 'none', waited: false },
  )
  const subscribers = shown ? ended.subscribers : ended.subscribers.filter((one) => one.name !== who)
  return logged({ ...ended, subscribers }, { kind: 'left', who, by, at })
}

/** Messages are on their way. Who is not online misses them in real time and finds them waiting in the other lane. */
export function published(
  state: LabState,
  ids: readonly string[],
  { event, delivery }: Pick<Publish, 'event' | 'delivery'>,
  by: string,
  at: number,
): LabState {
  const first = (state.messages.at(-1)?.number ?? 0) + 1
  const added = ids.map((id, index): LabMessage => ({ id, number: first + index, event, delivery }))
  const cells = new Map(state.cells)
  const audience = state.subscribers.filter((one) => listening(one, event))
  for (const { id } of added) for (const one of audience) cells.set(cellKey(one.name, id), freshCell(one, delivery))
  const next = { ...state, messages: [...state.messages, ...added], cells }
  return logged(next, { kind: 'published', numbers: added.map((message) => message.number), by, at })
}

function freshCell({ online }: Subscriber, delivery: Publish['delivery']): Cell {
  const kept = delivery === 'queued'
  return {
    realtime: online ? 'expected' : 'missed',
    queued: kept ? 'waiting' : 'none',
    waited: kept && !online,
    arrival: null,
    ackedAt: null,
    failures: 0,
    dispatches: 0,
  }
}

/** The broker did not take them: they were never there. */
export function withdrawn(state: LabState, ids: readonly string[], reason: string, by: string, at: number): LabState {
  const gone = new Set(ids)
  const cells = new Map([...state.cells].filter(([key]) => !gone.has(key.slice(key.indexOf(' ') + 1))))
  const messages = state.messages.filter((message) => !gone.has(message.id))
  const kept = new Set(messages.map((message) => message.number))
  const log = state.log.filter(
    (entry) => entry.kind !== 'published' || entry.numbers.some((number) => kept.has(number)),
  )
  return logged({ ...state, messages, cells, log }, { kind: 'refused', reason, by, at })
}

/** Both subscriptions of a subscriber stand: from here on it gets what is published. */
export function online(state: LabState, who: string, at: number): LabState {
  return patch({ ...state, status: 'ready', failure: null }, who, (one) => ({
    ...one,
    online: true,
    awayAt: null,
    ...(one.awayAt !== null && { backAt: at, awayMs: at - one.awayAt }),
  }))
}

/** Its link is gone. Real time: what had not arrived never will. Queued: what was not acked waits for its return. */
export function offline(state: LabState, who: string, at: number): LabState {
  const away = patch(state, who, (one) => ({ ...one, online: false, awayAt: one.awayAt ?? at }))
  return patchCells(away, who, (cell) => {
    const realtime = cell.realtime === 'expected' ? 'missed' : cell.realtime
    if (cell.queued !== 'waiting' && cell.queued !== 'inFlight') return { ...cell, realtime }
    return { ...cell, realtime, queued: 'waiting', waited: true }
  })
}

export function plugged(state: LabState, who: string, on: boolean, by: string, at: number): LabState {
  const next = patch(state, who, (one) => ({ ...one, plugged: on }))
  const numbers = on ? waitingFor(state, who) : []
  return logged(next, { kind: on ? 'plugged' : 'unplugged', who, numbers, by, at })
}

function waitingFor(state: LabState, who: string): number[] {
  return state.messages.flatMap((message) => {
    const cell = state.cells.get(cellKey(who, message.id))
    return cell?.waited && cell.queued !== 'acked' ? [message.number] : []
  })
}

export function modeSet(state: LabState, who: string, mode: Mode, by: string, at: number): LabState {
  return logged(
    patch(state, who, (one) => ({ ...one, mode })),
    { kind: 'mode', who, mode, by, at },
  )
}

/** An empty board for the same subscribers, plugged in and as they began. Who left is forgotten with what it got. */
export function cleared(state: LabState): LabState {
  const subscribers = state.subscribers.filter((one) => !one.left).map(begun)
  return { ...state, subscribers, messages: [], cells: new Map(), log: [] }
}

function begun(one: Subscriber): Subscriber {
  return { ...one, plugged: true, mode: 'normal', arrivals: 0, awayMs: null }
}

/** A real-time copy arrived. */
export function receivedRealtime(state: LabState, who: string, id: string): LabState {
  return patchCell(state, who, id, (cell) => ({ ...cell, realtime: 'delivered' }))
}

/** The queue dispatched it: it is in flight until it is acked. */
export function receivedQueued(state: LabState, who: string, id: string): LabState {
  const arrival = state.subscribers.find((one) => one.name === who)?.arrivals ?? 0
  const counted = patch(state, who, (one) => ({ ...one, arrivals: arrival + 1 }))
  return patchCell(counted, who, id, (cell) => ({
    ...cell,
    queued: 'inFlight',
    arrival: cell.arrival ?? arrival,
    dispatches: cell.dispatches + 1,
  }))
}

export function acked(state: LabState, who: string, id: string, at: number): LabState {
  return patchCell(state, who, id, (cell) => ({ ...cell, queued: 'acked', ackedAt: at }))
}

/** Refused: it comes again after a while, unless the broker gives up with this failure. */
export function nacked(state: LabState, who: string, id: string, last: boolean): LabState {
  return patchCell(state, who, id, (cell) => ({
    ...cell,
    failures: cell.failures + 1,
    queued: last ? 'dead' : 'retrying',
  }))
}

/** It closed its link with this one in its hands. */
export function crashed(state: LabState, who: string, id: string, at: number): LabState {
  const numbers = state.messages.filter((message) => message.id === id).map((message) => message.number)
  return logged(state, { kind: 'crashed', who, numbers, by: who, at })
}

function patch(state: LabState, who: string, change: (one: Subscriber) => Subscriber): LabState {
  return { ...state, subscribers: state.subscribers.map((one) => (one.name === who ? change(one) : one)) }
}

// What others publish to the same queue is handled too, but has no tile here.
function patchCell(state: LabState, who: string, id: string, change: (cell: Cell) => Cell): LabState {
  const key = cellKey(who, id)
  const cell = state.cells.get(key)
  if (cell === undefined) return state
  return { ...state, cells: new Map(state.cells).set(key, change(cell)) }
}

function patchCells(state: LabState, who: string, change: (cell: Cell) => Cell): LabState {
  const cells = new Map(state.cells)
  for (const [key, cell] of cells) if (key.startsWith(`${who} `)) cells.set(key, change(cell))
  return { ...state, cells }
}
