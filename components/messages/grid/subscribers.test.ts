import { describe, expect, it } from 'vitest'
import type { DeliveryCell, QueueClient } from '../../../lib/api.ts'
import { subscription } from '../../subscribers/testing/a-subscription.ts'
import { aMessage } from '../testing/a-message.ts'
import { ageWord, cellWord, subscribersOf, sumWords } from './subscribers.ts'

const NOW = Date.parse('2026-03-01T12:00:10.000Z')

const cell = (over: Partial<DeliveryCell>): DeliveryCell => ({
  name: 'billing',
  delivery: 'queued',
  state: 'pending',
  since: null,
  retryAt: null,
  behind: null,
  ...over,
})

describe('cellWord', () => {
  it('says since when something is in flight, in whole seconds', () => {
    expect(cellWord(cell({ state: 'inFlight', since: '2026-03-01T12:00:00.600Z' }), NOW)).toBe('in flight 9 s')
    expect(cellWord(cell({ state: 'inFlight', since: '2026-03-01T12:00:09.600Z' }), NOW)).toBe('in flight')
  })

  it('says when the next try is', () => {
    expect(cellWord(cell({ state: 'retrying', retryAt: '2026-03-01T12:00:18.100Z' }), NOW)).toBe('retry in 9 s')
    expect(cellWord(cell({ state: 'retrying', retryAt: '2026-03-01T12:00:09.000Z' }), NOW)).toBe('retry due')
  })

  it('names what a pending one waits behind', () => {
    expect(cellWord(cell({ behind: 48_217 }), NOW)).toBe('behind 48,217')
  })
})

describe('subscribersOf', () => {
  const named = (name: string, pending: number) =>
    subscription({
      name,
      events: ['*'],
      floor: 0,
      upto: 0,
      pending,
      inFlight: 1,
      retrying: 2,
      consumers: [
        { connection: 'c1', client: null, credit: 2, inFlight: 1, active: true, since: '2026-03-01T12:00:00.000Z' },
      ],
    })
  const client = (name: string, over: Partial<QueueClient> = {}): QueueClient => ({
    client: name,
    events: ['*'],
    connected: true,
    left: false,
    since: '2026-03-01T12:00:00.000Z',
    ...over,
  })

  it('says how long a backlog takes while it falls, and no more than how large it is where it does not', () => {
    const [falling, growing, away] = [
      { ...named('falling', 809), catchUpMs: 41_000 },
      named('growing', 809),
      { ...named('away', 809), catchUpMs: 41_000, consumers: [] },
    ]
    const notes = subscribersOf([falling, growing, away], [], [], NOW).map((one) => `${one.name} ${one.note}`)
    expect(notes).toEqual(['away nobody', 'falling 812 to go, about 40 s', 'growing 812 behind'])
  })

  it('puts durable subscriptions before real-time clients, each by name', () => {
    const columns = subscribersOf([named('shipping', 0), named('billing', 15)], [client('ui-1')], [], NOW)
    expect(columns.map((one) => one.id)).toEqual(['queued:billing', 'queued:shipping', 'realtime:ui-1'])
    expect(columns[0]?.note).toBe('18 behind')
  })

  it('has some of very many, and the one that is asked for', () => {
    const many = Array.from({ length: 100 }, (_, n) => named(`s${String(n).padStart(2, '0')}`, 0))
    const clients = Array.from({ length: 200 }, (_, n) => client(`c${n}`, { connected: n !== 7 }))
    const columns = subscribersOf(many, clients, [], NOW, 's99').map((one) => one.id)
    expect(columns).toHaveLength(42)
    expect(columns).toEqual(expect.arrayContaining(['queued:s00', 'queued:s99', 'realtime:c7']))
  })

  it('says how long a client has been away, and leaves out one that unsubscribed', () => {
    const columns = subscribersOf([], [client('a', { connected: false }), client('b', { left: true })], [], NOW)
    expect(columns.map((one) => [one.name, one.note])).toEqual([['a', 'away 10 s']])
  })

  it('keeps a column for a deleted subscription that a row still knows', () => {
    const message = aMessage({ deliveries: [cell({ name: 'old' })] })
    expect(subscribersOf([], [], [{ key: '1', message, page: null, gone: false }], NOW)[0]?.name).toBe('old')
  })
})

describe('ageWord', () => {
  it('says one unit', () => {
    expect([900, 9_400, 250_000, 93_600_000, 260_000_000].map(ageWord)).toEqual(['now', '9 s', '4 m', '26 h', '3 d'])
  })
})

describe('sumWords', () => {
  it('names exceptions first', () => {
    expect(sumWords({ acked: 2, retrying: 1, delivered: 3 })).toBe('1 retrying, 2 acked, 3 delivered')
  })
})
