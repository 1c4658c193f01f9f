import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkJson, depthOf } from './check.ts'
import { locateFault } from './locate.ts'

function faultOf(text: string) {
  const checked = checkJson(text)
  if (checked.ok) throw new Error(`${text} was taken for JSON`)
  return checked.fault
}

const anyJson = fc.jsonValue({ maxDepth: 4 })

describe('where a text stops being JSON', () => {
  it('is nowhere in what is JSON', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(locateFault(JSON.stringify(value, null, 2))).toBeNull()
      }),
    )
  })

  it('is found in whatever the engine refuses, and only there', () => {
    const cut = fc.tuple(anyJson, fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', '0', ':', '\\'))
    fc.assert(
      fc.property(cut, ([value, at, put]) => {
        const text = JSON.stringify(value)
        const broken = text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1)
        expect(locateFault(broken) === null).toBe(isJson(broken))
      }),
      { numRuns: 500 },
    )
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('a payload as it is typed', () => {
  it('knows its size and depth', () => {
    const checked = checkJson('{ "a": [ { "b": 1 } ] }')
    expect(checked).toMatchObject({ ok: true, depth: 3, encoded: { bytes: 15 } })
    expect(depthOf(7)).toBe(0)
    expect(depthOf([])).toBe(1)
  })

  it('takes nothing as null', () => {
    expect(checkJson('  ')).toMatchObject({ ok: true, value: null })
  })

  it.each([
    ['{ id: 7 }', 1, 3, 'id is not expected. Allowed here: a name in double quotes'],
    ["{ 'id': 7 }", 1, 3, 'double quotes'],
    ['{\n  "id": 7,\n}', 3, 1, 'A comma stands between two entries'],
    ['{ "id": paid }', 1, 9, 'paid is not expected. Allowed here: a value'],
    ['{ "id": 7', 1, 10, 'ends too early'],
    ['{ "id": 7 "b": 1 }', 1, 11, 'Allowed here: a comma'],
    ['{ "id" 7 }', 1, 8, 'a colon after the name'],
    ['{ "a": "x\ny" }', 1, 8, 'no end on its line'],
    ['7 8', 1, 3, 'nothing more'],
    ['[1, 2,]', 1, 7, 'none before ]'],
  ])('says of %s where it is wrong and what is allowed', (text, line, column, words) => {
    const fault = faultOf(text)
    expect(fault.message).toContain(words)
    expect({ line: fault.line, column: fault.column }).toEqual({ line, column })
  })

  it('refuses what the broker would refuse for its size', () => {
    expect(faultOf(`"${'x'.repeat(300_000)}"`).message).toContain('bytes of JSON')
  })

  it('refuses what is nested too deep, without overflowing on it', () => {
    expect(faultOf(`${'['.repeat(200)}${']'.repeat(200)}`).message).toContain('deeper than 128')
  })
})
