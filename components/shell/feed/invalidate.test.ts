import { describe, expect, it } from 'vitest'
import { keysOf } from './invalidate.ts'

describe('which queries a change touches', () => {
  it('keeps to the queue of changed messages', () => {
    expect(keysOf(['messages:orders'])).toEqual([['messages', 'orders']])
    expect(keysOf(['messages:a:b'])).toEqual([['messages', 'a:b']])
    expect(keysOf(['messages'])).toEqual([['messages']])
  })

  it('asks again who would get a message when who listens changed', () => {
    expect(keysOf(['subscriptions:orders', 'connections'])).toEqual([['subscriptions'], ['audience'], ['connections']])
  })
})
