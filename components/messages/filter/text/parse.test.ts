import { describe, expect, it } from 'vitest'
import { parseFilter } from './parse.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')

describe('parseFilter', () => {
  it('turns the words of the screen into those of the API', () => {
    expect(parseFilter('state:"in flight", key:A-1 text:c_4417')).toEqual({
      filter: { state: 'inFlight', key: 'A-1', text: 'c_4417' },
      problems: [],
    })
    expect(parseFilter('state:in-flight').filter.state).toBe('inFlight')
    expect(parseFilter('state:inFlight').filter.state).toBe('inFlight')
  })

  it('reads a stretch of seqs, times, and a value at a path of the payload', () => {
    expect(parseFilter('seq:>100 since:15m until:2026-03-01T11:50Z payload.customer.id:c_4417', NOW)).toEqual({
      filter: {
        fromSeq: 101,
        since: '2026-03-01T11:45:00.000Z',
        until: '2026-03-01T11:50:00.000Z',
        payload: ['customer.id:c_4417'],
      },
      problems: [],
    })
    expect(parseFilter('seq:10..20').filter).toEqual({ fromSeq: 10, toSeq: 20 })
  })

  it('explains a seq and a time that are none', () => {
    expect(parseFilter('seq:abc').problems).toEqual(['abc is no seq. Write 48217, >100 or 10..20.'])
    expect(parseFilter('since:noon').problems[0]).toContain('noon is no time')
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
    expect(parseFilter('payload.a:1 payload.b:"two words"').filter).toEqual({ payload: ['a:1', 'b:two words'] })
    expect(parseFilter('payload.a:1 payload.a:2').problems).toEqual(['payload.a: stands twice. One value each.'])
    const nine = Array.from({ length: 9 }, (_, at) => `payload.f${at}:1`).join(' ')
    expect(parseFilter(nine).problems).toEqual(['At most 8 values of the payload at once.'])
  })

  it('leaves a half-typed field alone', () => {
    expect(parseFilter('payload.customer:')).toEqual({ filter: {}, problems: [] })
  })
})
