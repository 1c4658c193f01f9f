/** What the Lab has seen: plain data, replaced at each change. The engine reports, the views draw. */

export const SUBSCRIBERS = ['desk', 'tablet', 'billing'] as const
export type SubscriberName = (typeof SUBSCRIBERS)[number]

export type Mode = 'normal' | 'slow' | 'fail' | 'crash'

export interface Subscriber {
  readonly name: SubscriberName
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
}

/** One message for one subscriber, in both lanes. */
export interface Cell {
  readonly realtime: 'expected' | 'delivered' | 'missed'
  readonly queued: 'waiting' | 'inFlight' | 'acked' | 'retrying' | 'dead'
  /** It had to wait because its subscriber was away. */
  readonly waited: boolean
  /** Place in the order of arrival, of the first dispatch. */
  readonly arrival: number | null
  readonly ackedAt: number | null
  readonly failures: number
}

export type Entry = { readonly key: number; readonly at: number } & (
  | { readonly kind: 'published'; readonly numbers: readonly number[] }
  | { readonly kind: 'unplugged' | 'plugged'; readonly who: SubscriberName; readonly numbers: readonly number[] }
  | { readonly kind: 'mode'; readonly who: SubscriberName; readonly mode: Mode }
  | { readonly kind: 'crashed'; readonly who: SubscriberName; readonly numbers: readonly number[] }
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

export function cellKey(who: SubscriberName, id: string): string {
  return `${who}:${id}`
}

export const EMPTY_LAB: LabState = {
  status: 'connecting',
  failure: null,
  subscribers: SUBSCRIBERS.map((name) => ({
    name,
    plugged: true,
    online: false,
    mode: 'normal',
    awayAt: null,
    backAt: null,
    awayMs: null,
    arrivals: 0,
  })),
  messages: [],
  cells: new Map(),
  log: [],
}

/** The cells of one subscriber, in the order of the messages. */
export function cellsOf(state: LabState, who: SubscriberName): readonly (Cell & { readonly number: number })[] {
  return state.messages.flatMap((message) => {
    const cell = state.cells.get(cellKey(who, message.id))
    return cell === undefined ? [] : [{ ...cell, number: message.number }]
  })
}
