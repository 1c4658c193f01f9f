import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTemplate, fillJson, fillText, markFault } from './fill.ts'
import { GENERATORS } from './values.ts'

const turn = { counter: 7, now: Date.UTC(2026, 2, 1, 12) }

describe('generated values', () => {
  it('are text within quotes and values outside', () => {
    const text = '{ "id": "order-{{counter}}", "n": {{counter}}, "at": "{{now}}", "who": {{name}}, "ok": {{bool}} }'
    const filled = JSON.parse(fillJson(text, turn))
    expect(filled).toEqual({
      id: 'order-7',
      n: 7,
      at: '2026-03-01T12:00:00.000Z',
      who: expect.stringMatching(/^\w+ \w+$/),
      ok: expect.any(Boolean),
    })
  })

  it('keep to what they were asked for', () => {
    for (let i = 0; i < 200; i++) {
      expect(Number(fillText('{{int 3 5}}', turn))).toBeOneOf([3, 4, 5])
      expect(fillText("{{pick red 'dark blue'}}", turn)).toBeOneOf(['red', 'dark blue'])
      const float = Number(fillText('{{float -1 1}}', turn))
      expect(Math.abs(float)).toBeLessThanOrEqual(1)
    }
  })

  it('are new at each place, but for what is one for the message', () => {
    const [a, b] = fillText('{{uuid}} {{uuid}}', turn).split(' ')
    expect(a).not.toBe(b)
    expect(fillText('{{counter}} {{counter}}', turn)).toBe('7 7')
  })

  it('can be written as their usage says', () => {
    for (const { usage } of Object.values(GENERATORS)) expect(markFault(`{{${usage}}}`)).toBeNull()
  })
})

describe('a template that is wrong', () => {
  it.each([
    ['{\n  "id": {{uid}} }', 2, 9, '{{uid}} is not known. Allowed: uuid, now'],
    ['{ "n": {{int 5 1}} }', 1, 8, 'Write it as {{int 1 100}}'],
    ['{ "n": {{int 1}} }', 1, 8, 'Write it as {{int 1 100}}'],
    ['{ "n": "{{uuid" }', 1, 9, 'no }} on its line'],
    ['{ "n": {{uuid}} "b": 1 }', 1, 17, '"b" is not expected. Allowed here: a comma'],
    ['{ "n": "a" {{uuid}} }', 1, 12, '{ is not expected'],
  ])('says of %s where and what is allowed', (text, line, column, words) => {
    const checked = checkTemplate(text)
    if (checked.ok) throw new Error('was taken')
    expect(checked.fault).toMatchObject({ line, column, message: expect.stringContaining(words) })
  })
})

it('whatever stands around it, a template that is right fills to JSON', () => {
  const mark = fc.constantFrom('{{uuid}}', '{{counter}}', '{{name}}', '{{pick \'a "b" \\\\\' c}}')
  fc.assert(
    fc.property(fc.jsonValue(), mark, (value, put) => {
      const text = `{ "before": ${JSON.stringify(value)}, "in": "x${put}", "out": ${put}, "after": ${JSON.stringify(value)} }`
      if (JSON.stringify(value).includes('{{')) return
      expect(checkTemplate(text).ok).toBe(true)
      expect(JSON.parse(fillJson(text, turn))).toMatchObject({ in: expect.stringMatching(/^x/) })
    }),
  )
})
