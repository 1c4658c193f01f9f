import { describe, expect, it } from 'vitest'
import { BOUNDS, isCut, jsonLines, type Line } from './json-lines.ts'

const text = (lines: readonly Line[]): string =>
  lines.map((line) => '  '.repeat(line.indent) + line.pieces.map((piece) => piece.text).join('')).join('\n')

describe('jsonLines', () => {
  it('prints what JSON.stringify prints', () => {
    const value = { a: 1, b: [true, null, 'x"y'], c: {}, d: [], e: { f: -1.5e300, g: 1e-7 } }
    expect(text(jsonLines(value))).toBe(JSON.stringify(value, null, 2))
  })

  it('shows an own __proto__ like any other key', () => {
    expect(text(jsonLines(JSON.parse('{"__proto__": 1}')))).toBe('{\n  "__proto__": 1\n}')
  })

  it('counts what lies too deep instead of printing it', () => {
    expect(text(jsonLines({ a: { b: [1, 2] } }, { depth: 1, lines: 100, characters: 100 }))).toBe(
      '{\n  "a": { 1 field }\n}',
    )
  })

  it('stops at the bound of lines and says how many are left', () => {
    const lines = jsonLines(
      Array.from({ length: 5_000 }, (_, index) => index),
      { depth: 4, lines: 11, characters: 9 },
    )
    expect(text(lines)).toContain('4,990 more')
    expect(lines.length).toBeLessThan(15)
  })

  it('cuts a long string and says by how much', () => {
    expect(text(jsonLines('x'.repeat(50), { depth: 4, lines: 10, characters: 11 }))).toBe(
      `"${'x'.repeat(10)}… 41 more characters`,
    )
  })

  it('knows whether it left something out', () => {
    expect(isCut(jsonLines({ a: 1 }))).toBe(false)
    expect(isCut(jsonLines(Array.from({ length: BOUNDS.lines + 1 }, () => 1)))).toBe(true)
    expect(isCut(jsonLines('x'.repeat(3_000)))).toBe(true)
  })
})
