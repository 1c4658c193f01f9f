import { describe, expect, it } from 'vitest'
import { about, toGoWords } from './pace.ts'

describe('about', () => {
  it.each([
    [2_400, '2 s'],
    [41_300, '40 s'],
    [58_900, '1 m'],
    [252_000, '4 m'],
    [3_600_000, '1 h'],
    [9_100_000, '3 h'],
    [190_000_000, '2 d'],
  ])('says %i ms as %s', (ms, words) => {
    expect(about(ms)).toBe(words)
  })
})

describe('toGoWords', () => {
  it('says how many and about how long', () => {
    expect(toGoWords(812, 41_000)).toBe('812 to go, about 40 s')
  })

  it('says nothing where the backlog does not fall, or is gone before anybody reads it', () => {
    expect([toGoWords(812, null), toGoWords(0, 5_000), toGoWords(3, 900)]).toEqual([null, null, null])
  })
})
