import { describe, expect, it } from 'vitest'
import { keysOf } from './invalidate.ts'

describe('which queries a change touches', () => {
  it('keeps to the queue of changed messages, and to the figures that they change', () => {
    const figures = [['queues'], ['subscriptions'], ['attention'], ['audience']]
    expect(keysOf(['messages:orders'])).toEqual([['messages', 'orders'], ...figures])
    expect(keysOf(['messages:a:b'])).toEqual([['messages', 'a:b'], ...figures])
    expect(keysOf(['messages'])).toEqual([['messages'], ...figures])
  })

  it('counts again where dead letters came or went', () => {
    expect(keysOf(['deadLetters'])).toEqual([['deadLetters'], ['queues'], ['subscriptions'], ['attention']])
    expect(keysOf(['jobs', 'activity'])).toEqual([['jobs'], ['activity']])
  })

  it('names each once', () => {
    expect(keysOf(['subscriptions:orders', 'connections'])).toEqual([
      ['subscriptions'],
      ['queues'],
      ['messages', 'orders'],
      ['connections'],
      ['attention'],
      ['audience'],
    ])
  })
})
