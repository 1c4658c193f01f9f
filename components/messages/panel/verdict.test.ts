import { describe, expect, it } from 'vitest'
import { notForIt } from './verdict.ts'

const sent = { event: 'created', delivery: 'queued', subscription: null, seq: 7 } as const
const billing = { name: 'billing', delivery: 'queued', events: ['*'] } as const

describe('notForIt', () => {
  it('says what it is subscribed to instead', () => {
    const who = { ...billing, events: ['error', 'deleted'] }
    expect(notForIt(who, sent)).toBe('billing is not subscribed to created, only to error and deleted.')
  })

  it('says whose copy it is', () => {
    expect(notForIt(billing, { ...sent, subscription: 'shipping' })).toBe('It is a copy for shipping alone.')
  })

  it('tells the two ways apart', () => {
    const live = { ...sent, delivery: 'realtime', seq: null } as const
    expect(notForIt(billing, live)).toBe('It was published in real time; billing gets what is queued.')
  })

  it('leaves the word to the broker where that knows more', () => {
    expect(notForIt(billing, sent, 'billing began after it, at seq 9.')).toBe('billing began after it, at seq 9.')
  })

  it('says of a client that it came later', () => {
    const desk = { name: 'ui-desk-1', delivery: 'realtime', events: ['*'] } as const
    expect(notForIt(desk, sent)).toBe('ui-desk-1 was not here yet when it was sent; real time keeps nothing for later.')
  })

  it('says no more than it knows of one that is gone', () => {
    expect(notForIt({ ...billing, events: undefined }, sent)).toBe('This was not for billing.')
  })
})
