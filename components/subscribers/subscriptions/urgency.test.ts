import { describe, expect, it } from 'vitest'
import { subscription } from '../testing/a-subscription.ts'
import { byUrgency, subscriptionFilter } from './urgency.ts'

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
    const { matches, problems } = subscriptionFilter('behind:lots colour:red')
    expect(problems).toHaveLength(2)
    expect(matches(subscription({}))).toBe(true)
  })
})
