import { expect, it } from 'vitest'
import { plainColumn, textColumn } from './literals.ts'

const same = (value: string | null) => value

it('quotes every text, so that NULL, braces, commas and nothing at all stay texts', () => {
  expect(textColumn(['NULL', '{a,b}', '', null], same)).toBe('{"NULL","{a,b}","",NULL}')
})

it('escapes quotes and backslashes, and leaves control characters as they are', () => {
  expect(textColumn(['a"b\\c', '\t\n'], same)).toBe('{"a\\"b\\\\c","\t\n"}')
})

it('writes numbers and booleans bare', () => {
  expect(plainColumn([1, 2 ** 53 - 1, -0.5], (value) => value)).toBe('{1,9007199254740991,-0.5}')
  expect(plainColumn([true, null], (value) => value)).toBe('{true,NULL}')
})

it('is an empty array for no rows', () => {
  expect(textColumn([], same)).toBe('{}')
  expect(plainColumn([], (value: number) => value)).toBe('{}')
})
