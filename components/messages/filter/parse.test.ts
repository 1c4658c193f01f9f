import { describe, expect, it } from 'vitest'
import { parseFilter } from './parse.ts'

describe('parseFilter', () => {
  it('turns the words of the screen into those of the API', () => {
    expect(parseFilter('state:"in flight", key:A-1 text:c_4417')).toEqual({
      filter: { state: 'inFlight', key: 'A-1', text: 'c_4417' },
      problems: [],
    })
    expect(parseFilter('state:in-flight').filter.state).toBe('inFlight')
    expect(parseFilter('state:inFlight').filter.state).toBe('inFlight')
  })

  it('explains a word that has no field', () => {
    expect(parseFilter('c_4417').problems).toEqual([
      'c_4417 has no field in front. Write text:c_4417 to look in the payload.',
    ])
  })

  it('explains a field and a state that do not exist', () => {
    expect(parseFilter('colour:red').problems[0]).toContain('colour: is no field here')
    expect(parseFilter('state:broken').problems[0]).toContain('broken is no state')
  })

  it('says that a field stands twice instead of dropping one silently', () => {
    expect(parseFilter('event:add event:update')).toEqual({
      filter: { event: 'add' },
      problems: ['event: stands twice. One value each.'],
    })
  })

  it('leaves a half-typed field alone', () => {
    expect(parseFilter('event:')).toEqual({ filter: {}, problems: [] })
  })
})
