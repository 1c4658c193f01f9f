import { describe, expect, it } from 'vitest'
import { steady } from './use-steady-order.ts'

describe('steady', () => {
  it('keeps the place of what is known, whatever order the figures ask for now', () => {
    expect(steady(['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual(['a', 'b', 'c'])
  })

  it('puts what is new at the end and lets go what is gone', () => {
    expect(steady(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['a', 'c', 'd'])
  })
})
