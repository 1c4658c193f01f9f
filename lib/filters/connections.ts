import { type Filtered, readFilter } from './read.ts'
import { matchesPattern, readComparison, type Term } from './terms.ts'

/** What filters and orders look at in a connection. */
export interface ConnectionRow {
  readonly id: string
  readonly client: string | null
  readonly address: string
  readonly transport: string
  readonly since: string
  readonly sockets: readonly { readonly queue: string; readonly rooms: readonly string[] }[]
  readonly subscriptions: readonly {
    readonly name: string | null
    readonly events: readonly string[]
    readonly inFlight: number
  }[]
  readonly unsentBytes: number
  readonly pingMs: number | null
  readonly out: number
  readonly in: number
}

type Test = (row: ConnectionRow) => boolean

/** Reads `room:alert client:ui-* queue:orders subscription:billing address:10.* transport:polling`. */
export function connectionFilter(text: string): Filtered<ConnectionRow> {
  return readFilter(text, nameOf, testOf)
}

/** The label that it gave itself, else the broker's id for it. */
export const nameOf = (row: Pick<ConnectionRow, 'id' | 'client'>): string => row.client ?? row.id

function testOf({ field, value }: Term): Test | string {
  switch (field) {
    case 'room':
      return (row) => row.sockets.some((socket) => socket.rooms.some((room) => matchesPattern(value, room)))
    case 'client':
      return (row) => matchesPattern(value, nameOf(row))
    case 'queue':
      return (row) => row.sockets.some((socket) => matchesPattern(value, socket.queue))
    case 'subscription':
      return (row) => row.subscriptions.some((one) => one.name !== null && matchesPattern(value, one.name))
    case 'address':
      return (row) => matchesPattern(value, row.address)
    case 'held':
    case 'unsent': {
      const compare = readComparison(value)
      if (compare === null) return `${field}:${value} is no number: write ${field}:>100.`
      return (row) => compare(field === 'held' ? heldBy(row) : row.unsentBytes)
    }
    case 'transport':
      return (row) => matchesPattern(value, row.transport)
    default:
      return `${field}: is no field here. There are client, room, queue, subscription, address, transport, held and unsent.`
  }
}

/** Half of what is unsent when the broker begins to drop (1 MiB): worth a look before it comes to that. */
export const SLOW_BYTES = 512 * 1024

/** What a connection has in flight, over all its durable subscriptions. */
export const heldBy = (row: Pick<ConnectionRow, 'subscriptions'>): number =>
  row.subscriptions.reduce((sum, one) => sum + one.inFlight, 0)

/** The orders of a list, as the address and the API name them; `-` is largest or last first. */
export const CONNECTION_SORTS = [
  'since',
  '-since',
  'client',
  '-client',
  'address',
  '-held',
  '-out',
  '-in',
  '-unsent',
  '-ping',
] as const
export type ConnectionSort = (typeof CONNECTION_SORTS)[number]

const ORDERS: Readonly<Record<string, (a: ConnectionRow, b: ConnectionRow) => number>> = {
  since: (a, b) => byText(a.since, b.since),
  client: (a, b) => byText(nameOf(a), nameOf(b)),
  address: (a, b) => byText(a.address, b.address),
  held: (a, b) => heldBy(a) - heldBy(b),
  out: (a, b) => a.out - b.out,
  in: (a, b) => a.in - b.in,
  unsent: (a, b) => a.unsentBytes - b.unsentBytes,
  ping: (a, b) => (a.pingMs ?? -1) - (b.pingMs ?? -1),
}

/** Compares by an order; among equals the oldest first. */
export function connectionOrder(sort: ConnectionSort): (a: ConnectionRow, b: ConnectionRow) => number {
  const sign = sort.startsWith('-') ? -1 : 1
  const order = ORDERS[sort.replace('-', '')]
  return (a, b) => sign * (order?.(a, b) ?? 0) || byText(a.since, b.since) || byText(a.id, b.id)
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** In real time a connection has events, durably names: what it is subscribed as, in words. */
export function realtimeWords(row: Pick<ConnectionRow, 'subscriptions'>): string | null {
  const own = row.subscriptions.filter((one) => one.name === null)
  const all = own.some((one) => one.events.includes('*'))
  const events = own.reduce((sum, one) => sum + one.events.filter((event) => event !== '*').length, 0)
  const some = events === 0 ? null : `${events} ${events === 1 ? 'event' : 'events'}`
  if (!all) return some
  return some === null ? 'all' : `all and ${some}`
}
