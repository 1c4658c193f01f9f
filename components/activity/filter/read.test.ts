import { expect, it } from 'vitest'
import { readFilter } from './read.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')

it('looks for words in the sentence, and for fields beside it', () => {
  expect(readFilter('was paused queue:orders who:nightly since:2h', NOW)).toEqual({
    filter: { text: 'was paused', queue: 'orders', who: 'nightly', since: '2026-03-01T10:00:00.000Z' },
    problems: [],
  })
})

it('says what it cannot act on', () => {
  expect(readFilter('colour:red', NOW).problems).toEqual([
    'colour: is no field here. There are queue, subscription, who, since, until, and words of the sentence.',
  ])
  expect(readFilter('until:soon', NOW).problems[0]).toContain('soon is no time')
  expect(readFilter('queue:a queue:b', NOW).problems).toEqual(['queue: stands twice. One value each.'])
  expect(readFilter('queue:', NOW)).toEqual({ filter: {}, problems: [] })
})
