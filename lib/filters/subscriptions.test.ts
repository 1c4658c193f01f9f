import { describe, expect, it } from 'vitest'
import { byUrgency, type SubscriptionRow, subscriptionFilter, subscriptionOrder } from './subscriptions.ts'

function subscription(over: Partial<SubscriptionRow>): SubscriptionRow {
  const figures = { floor: 100, pending: 0, inFlight: 0, retrying: 0, dead: 0, oldestUnackedMs: null }
  const events = ['add', 'update']
  return {
    queue: 'orders',
    name: 'billing',
    events,
    state: 'caughtUp',
    consumers: [],
    rates: { acked: 0 },
    growing: 0,
    ...figures,
    ...over,
  }
}

describe('byUrgency', () => {
  it('puts what fails first and what is idle last', () => {
    const rows = [
      subscription({ name: 'idle', state: 'nobody' }),
      subscription({ name: 'away', state: 'nobody', pending: 3 }),
      subscription({ name: 'slow', state: 'catchingUp', pending: 900 }),
      subscription({ name: 'bad', state: 'failing', retrying: 1 }),
    ]
    expect(rows.sort(byUrgency).map((row) => row.name)).toEqual(['bad', 'away', 'slow', 'idle'])
  })

  it('puts the one further behind first among equals', () => {
    const rows = [subscription({ name: 'a', pending: 2 }), subscription({ name: 'b', pending: 1, inFlight: 5 })]
    expect(rows.sort(byUrgency).map((row) => row.name)).toEqual(['b', 'a'])
  })
})

describe('subscriptionFilter', () => {
  it('compares figures and matches names', () => {
    const { matches, problems } = subscriptionFilter('queue:orders, behind:>100')
    expect(problems).toEqual([])
    expect(matches(subscription({ pending: 101 }))).toBe(true)
    expect(matches(subscription({ pending: 100 }))).toBe(false)
    expect(matches(subscription({ queue: 'emails', pending: 101 }))).toBe(false)
  })

  it('finds who listens to an event, also by all of them', () => {
    const { matches } = subscriptionFilter('event:delete')
    expect(matches(subscription({}))).toBe(false)
    expect(matches(subscription({ events: ['*'] }))).toBe(true)
  })

  it('takes the words of the screen for a state', () => {
    expect(subscriptionFilter('state:"caught up"').matches(subscription({}))).toBe(true)
  })

  it('looks for a bare word in the name', () => {
    expect(subscriptionFilter('bill').matches(subscription({}))).toBe(true)
  })

  it('explains what it cannot do instead of hiding rows', () => {
    const { matches, problems, rest } = subscriptionFilter('behind:lots colour:red bill state:tired dead:0')
    expect(problems).toHaveLength(3)
    expect(rest).toBe('bill dead:0')
    expect(matches(subscription({}))).toBe(true)
  })
})

describe('subscriptionOrder', () => {
  const rows = [
    subscription({ name: 'c', pending: 5 }),
    subscription({ name: 'a', pending: 5, oldestUnackedMs: 9 }),
    subscription({ name: 'b', pending: 7 }),
  ]
  const names = (sort: Parameters<typeof subscriptionOrder>[0]) =>
    rows.toSorted(subscriptionOrder(sort)).map((row) => row.name)

  it('sorts by a figure, and equals by their name whichever way', () => {
    expect(names('-behind')).toEqual(['b', 'a', 'c'])
    expect(names('behind')).toEqual(['a', 'c', 'b'])
    expect(names('-name')).toEqual(['c', 'b', 'a'])
  })

  it('puts what has nothing unacknowledged behind everything else', () => {
    expect(names('-oldest')).toEqual(['a', 'b', 'c'])
  })
})
