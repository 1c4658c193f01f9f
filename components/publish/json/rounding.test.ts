import { describe, expect, it } from 'vitest'
import { placeOf } from './check.ts'
import { roundedIn } from './rounding.ts'

describe('numbers that JSON rounds', () => {
  it.each([
    ['9007199254740993', '9007199254740992'],
    ['-9007199254740993', '-9007199254740992'],
    ['12345678901234567890', '12345678901234567000'],
    ['0.12345678901234567890', '0.12345678901234568'],
    ['1e-400', '0'],
  ])('%s is sent as %s', (written, sent) => {
    expect(roundedIn(`{"id": ${written}}`)).toEqual([{ at: 7, written, sent }])
  })

  it.each([
    '9007199254740992',
    '9007199254740994',
    '0.1',
    '0.10',
    '1.0',
    '-0',
    '1e3',
    '1E+3',
    '1.5e-7',
    '100000000000000000000000',
    '1e21',
    '5e-324',
  ])('%s stays what it is', (written) => {
    expect(roundedIn(`[${written}]`)).toEqual([])
  })

  it('does not read numbers in texts and names', () => {
    expect(roundedIn('{"9007199254740993": "\\"9007199254740993"}')).toEqual([])
  })

  it('says where each stands', () => {
    const text = '{\n  "a": 9007199254740993,\n  "b": [1,\n 36028797018963969]\n}'
    expect(roundedIn(text).map(({ at, written }) => [placeOf(text, at).line, written])).toEqual([
      [2, '9007199254740993'],
      [4, '36028797018963969'],
    ])
  })
})
