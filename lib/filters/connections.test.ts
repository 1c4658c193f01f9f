import { describe, expect, it } from 'vitest'
import { type ConnectionRow, connectionFilter, connectionOrder, realtimeWords } from './connections.ts'

const connection: ConnectionRow = {
  id: 'c_1',
  client: 'ui-desk-1',
  address: '10.0.4.17',
  transport: 'websocket',
  since: '2026-03-01T12:00:00.000Z',
  sockets: [{ queue: 'orders', rooms: ['add', 'update'] }],
  subscriptions: [{ name: null, events: ['add', 'update'], inFlight: 0 }],
  unsentBytes: 0,
  pingMs: null,
  out: 0,
  in: 0,
}

describe('connectionFilter', () => {
  it('finds by room and by client', () => {
    expect(connectionFilter('room:add, client:ui-*').matches(connection)).toBe(true)
    expect(connectionFilter('room:delete').matches(connection)).toBe(false)
    expect(connectionFilter('client:ui').matches(connection)).toBe(false)
  })

  it('finds one without a label by its id', () => {
    expect(connectionFilter('client:c_*').matches({ ...connection, client: null })).toBe(true)
  })

  it('explains a field that it does not know', () => {
    expect(connectionFilter('colour:red').problems[0]).toContain('colour: is no field here')
  })
})

describe('realtimeWords', () => {
  it('counts events over all queues and names all', () => {
    expect(realtimeWords(connection)).toBe('2 events')
    const all = { name: null, events: ['*'], inFlight: 0 }
    expect(realtimeWords({ ...connection, subscriptions: [...connection.subscriptions, all] })).toBe('all and 2 events')
    expect(realtimeWords({ ...connection, subscriptions: [{ ...all, name: 'billing' }] })).toBeNull()
  })
})

describe('connectionOrder', () => {
  const named = (client: string, over: Partial<ConnectionRow>) => ({ ...connection, client, ...over })
  const rows = [
    named('a', { unsentBytes: 10, since: '2026-03-01T12:00:02.000Z' }),
    named('b', { unsentBytes: 99, since: '2026-03-01T12:00:01.000Z' }),
    named('c', { unsentBytes: 10, since: '2026-03-01T12:00:00.000Z' }),
  ]
  const names = (sort: Parameters<typeof connectionOrder>[0]) =>
    rows.toSorted(connectionOrder(sort)).map((row) => row.client)

  it('sorts by a figure, and equals by how long they are here', () => {
    expect(names('-unsent')).toEqual(['b', 'c', 'a'])
    expect(names('since')).toEqual(['c', 'b', 'a'])
    expect(names('client')).toEqual(['a', 'b', 'c'])
  })
})
