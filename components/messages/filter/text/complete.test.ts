import { describe, expect, it } from 'vitest'
import { completionsOf } from './complete.ts'

const known = {
  events: ['order:created', 'created', 'updated'],
  subscribers: ['billing', 'ui-desk-1', 'two words'],
  keys: ['A-1'],
  paths: ['customer', 'customer.id', 'total'],
}
const words = (text: string, caret = text.length) => completionsOf(text, caret, known).map(({ word }) => word)

describe('completionsOf', () => {
  it('offers every field at the beginning of a word', () => {
    expect(words('')).toContain('event:')
    expect(words('event:created ')).toContain('payload.')
    expect(words('s')).toEqual(['state:', 'subscription:', 'seq:', 'since:'])
  })

  it('offers the values of a field, those that begin so first', () => {
    expect(words('event:')).toEqual(['order:created', 'created', 'updated'])
    expect(words('event:cre')).toEqual(['created', 'order:created'])
    expect(words('state:in')).toEqual(['in-flight', 'pending', 'retrying'])
    expect(words('since:')).toContain('15m')
    expect(words('text:')).toEqual([])
  })

  it('offers nothing where the value stands whole', () => {
    expect(words('key:A-1')).toEqual([])
  })

  it('offers paths that the payloads on the page have', () => {
    expect(words('payload.cus')).toEqual(['payload.customer:', 'payload.customer.id:'])
  })

  it('puts it in place of the word before the caret, and keeps the rest', () => {
    const [first] = completionsOf('event:upd key:A-1', 'event:upd'.length, known)
    expect(first?.text).toBe('event:updated key:A-1')
  })

  it('writes a value with spaces in quotes, and goes on within them', () => {
    expect(completionsOf('subscription:"two', 17, known)[0]?.text).toBe('subscription:"two words"')
  })
})
