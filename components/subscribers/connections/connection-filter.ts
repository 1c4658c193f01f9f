import type { Connection } from '../../../lib/api.ts'
import { matchesPattern, readTerms } from '../../../lib/queries/terms.ts'
import type { Filtered } from '../subscriptions/urgency.ts'

type Test = (row: Connection) => boolean

/** Reads `room:alert client:ui-* queue:orders subscription:billing address:10.* transport:polling`. */
export function connectionFilter(text: string): Filtered<Connection> {
  const { terms, bare } = readTerms(text)
  const problems: string[] = []
  const tests = terms.flatMap(({ field, value }) => {
    const test = value === '' ? null : testOf(field, value)
    if (typeof test === 'string') problems.push(test)
    return typeof test === 'function' ? [test] : []
  })
  const words = bare.map(
    (word): Test =>
      (row) =>
        matchesPattern(`*${word}*`, nameOf(row)),
  )
  return { matches: (row) => [...tests, ...words].every((test) => test(row)), problems }
}

/** The label that it gave itself, else the broker's id for it. */
export const nameOf = (row: Connection): string => row.client ?? row.id

function testOf(field: string, value: string): Test | string {
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
    case 'transport':
      return (row) => matchesPattern(value, row.transport)
    default:
      return `${field}: is no field here. There are client, room, queue, subscription, address and transport.`
  }
}

/** Half of what is unsent when the broker begins to drop (1 MiB): worth a look before it comes to that. */
export const SLOW_BYTES = 512 * 1024

/** In real time a connection has events, durably names: what it is subscribed as, in words. */
export function realtimeWords(row: Connection): string | null {
  const own = row.subscriptions.filter((one) => one.name === null)
  const all = own.some((one) => one.events.includes('*'))
  const events = own.reduce((sum, one) => sum + one.events.filter((event) => event !== '*').length, 0)
  const some = events === 0 ? null : `${events} ${events === 1 ? 'event' : 'events'}`
  if (!all) return some
  return some === null ? 'all' : `all and ${some}`
}
