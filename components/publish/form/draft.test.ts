import { expect, it } from 'vitest'
import { checkDraft, EMPTY_DRAFT, messageOf, optionWords, readTtl } from './draft.ts'

it('reads a time as people write it, and nothing else', () => {
  expect(['90 s', '5m', '1.5 h', '1 d 2 h', ' 250 ms '].map(readTtl)).toEqual([
    90_000, 300_000, 5_400_000, 93_600_000, 250,
  ])
  expect(['', '5', 'soon', '5 y', '0 s', '31 d', '-1 s', '1..5 s'].map(readTtl)).toEqual(Array(8).fill(null))
})

it('sends a ttl that was given, says it in words, and explains one that is none', () => {
  const draft = { ...EMPTY_DRAFT, queue: 'orders', event: 'created', ttl: '5 m' }
  expect(messageOf(draft, 1, 'queued')).toEqual({ event: 'created', payload: 1, delivery: 'queued', ttlMs: 300_000 })
  expect(optionWords(draft)).toBe('id generated, no key, expires after 5 m, no headers')
  expect(messageOf({ ...draft, ttl: '' }, 1, 'queued')).not.toHaveProperty('ttlMs')
  expect(checkDraft({ ...draft, ttl: 'soon' })).toMatchObject({
    complete: false,
    faults: { ttl: expect.stringMatching(/^Allowed/) },
  })
})
