/** What a Lab has seen: plain data, replaced at each change. Its subscribers report, pages and the command read. */
import type { Delivery } from '../../protocol.ts'

/** Those of an empty Lab. */
export const FIRST_ROWS: readonly Row[] = [{ name: 'desk' }, { name: 'tablet' }, { name: 'billing' }]

/** So many subscribers fit in one Lab. */
export const MOST_ROWS = 8

export const MODES = ['normal', 'slow', 'fail', 'crash'] as const
export type Mode = (typeof MODES)[number]

/** A subscriber as it is asked for. Without `events` it gets all. */
export interface Row {
  readonly name: string
  readonly events?: readonly string[] | undefined
}

/** Names that somebody who is added may have, the first free one. */
export const MORE_NAMES = ['phone', 'laptop', 'kiosk', 'printer', 'watch', 'till', 'wall', 'van'] as const

export interface Publish {
  readonly count: number
  readonly event: string
  readonly payload: unknown
  readonly delivery: Delivery
  readonly key?: string | undefined
}

export interface Subscriber extends Row {
  /** The browser that has its connection. */
  readonly host: string
  /** Its browser left, or it was taken out: nothing is published to it any more. */
  readonly left: boolean
  readonly plugged: boolean
  /** Both of its subscriptions stand. Plugged but not online: it is on its way back. */
  readonly online: boolean
  readonly mode: Mode
  /** When it went away, while it is away. */
  readonly awayAt: number | null
  /** When it came back last, and after how long. */
  readonly backAt: number | null
  readonly awayMs: number | null
  /** Queued messages that it got so far: their order of arrival. */
  readonly arrivals: number
}

export interface LabMessage {
  readonly id: string
  /** Its place among those published here: what its tiles show. */
  readonly number: number
  readonly event: string
  readonly delivery: Delivery
}

/** One message for one subscriber, in both lanes. */
export interface Cell {
  readonly realtime: 'expected' | 'delivered' | 'missed'
  /** `none`: published in real time alone, nothing is kept. */
  readonly queued: 'waiting' | 'inFlight' | 'acked' | 'retrying' | 'dead' | 'none'
  /** It had to wait because its subscriber was away. */
  readonly waited: boolean
  /** Place in the order of arrival, of the first dispatch. */
  readonly arrival: number | null
  readonly ackedAt: number | null
  readonly failures: number
  /** How often it came, queued. */
  readonly dispatches: number
}

export type Entry = { readonly key: number; readonly at: number; readonly by: string } & (
  | { readonly kind: 'published'; readonly numbers: readonly number[] }
  | { readonly kind: 'unplugged' | 'plugged'; readonly who: string; readonly numbers: readonly number[] }
  | { readonly kind: 'mode'; readonly who: string; readonly mode: Mode }
  | { readonly kind: 'crashed'; readonly who: string; readonly numbers: readonly number[] }
  | { readonly kind: 'joined' | 'left'; readonly who: string }
  | { readonly kind: 'refused'; readonly reason: string }
)

export interface LabState {
  readonly status: 'connecting' | 'ready' | 'failed'
  /** Why it could not connect. */
  readonly failure: string | null
  readonly subscribers: readonly Subscriber[]
  readonly messages: readonly LabMessage[]
  readonly cells: ReadonlyMap<string, Cell>
  /** Newest first. */
  readonly log: readonly Entry[]
}

/** Names hold no space, so that the first one ends the name. */
export function cellKey(who: string, id: string): string {
  return `${who} ${id}`
}

export const EMPTY_LAB: LabState = {
  status: 'connecting',
  failure: null,
  subscribers: [],
  messages: [],
  cells: new Map(),
  log: [],
}

/** The names of those who are in the Lab. */
export function namesOf(state: LabState): readonly string[] {
  return state.subscribers.map((one) => one.name)
}

/** The cells of one subscriber, in the order of the messages; those of other events are left out. */
export function cellsOf(state: LabState, who: string): readonly (Cell & { readonly number: number })[] {
  return state.messages.flatMap((message) => {
    const cell = state.cells.get(cellKey(who, message.id))
    return cell === undefined ? [] : [{ ...cell, number: message.number }]
  })
}

/** Whether an event is for it. */
export function listening(one: Subscriber, event: string): boolean {
  return !one.left && (one.events === undefined || one.events[0] === '*' || one.events.includes(event))
}
