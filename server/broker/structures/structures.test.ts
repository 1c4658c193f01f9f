import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fifo } from './fifo.ts'
import { Heap } from './heap.ts'
import { OpenSet } from './open-set.ts'

describe('OpenSet', () => {
  it('holds what a map would, whatever is opened and settled', () => {
    const steps = fc.array(
      fc.record({ gap: fc.integer({ min: 1, max: 4 }), settle: fc.option(fc.nat({ max: 400 })) }),
      {
        maxLength: 400,
      },
    )
    fc.assert(
      fc.property(steps, (all) => {
        const open = new OpenSet<{ seq: number; settled: boolean }>()
        const model = new Map<number, { seq: number; settled: boolean }>()
        let last = 0
        for (const { gap, settle } of all) {
          last += gap
          const entry = { seq: last, settled: false }
          open.push(entry)
          model.set(last, entry)
          const gone = settle === null ? undefined : model.get([...model.keys()][settle % model.size] ?? 0)
          if (gone !== undefined) {
            open.remove(gone)
            model.delete(gone.seq)
          }
        }
        expect([...open].map(({ seq }) => seq)).toEqual([...model.keys()])
        expect(open.size).toBe(model.size)
        expect(open.first?.seq).toBe([...model.keys()][0])
        for (let seq = 0; seq <= last + 1; seq++) expect(open.get(seq)).toBe(model.get(seq))
        const inside = [...model.keys()].filter((seq) => seq >= 3 && seq <= last - 2)
        expect(open.between(3, last - 2).map(({ seq }) => seq)).toEqual(inside)
      }),
    )
  })

  it('refuses a seq that is not above the last', () => {
    const open = new OpenSet<{ seq: number; settled: boolean }>()
    open.push({ seq: 5, settled: false })
    expect(() => open.push({ seq: 5, settled: false })).toThrow('opened after')
  })
})

describe('Heap', () => {
  it('gives things back in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const heap = new Heap<number>((a, b) => a < b)
        for (const number of numbers) heap.push(number)
        const sorted = numbers.map(() => heap.pop())
        expect(sorted).toEqual([...numbers].sort((a, b) => a - b))
        expect(heap.pop()).toBeUndefined()
      }),
    )
  })
})

describe('Fifo', () => {
  it('gives things back in the order in which they came, over many', () => {
    const line = new Fifo<number>()
    const got: (number | undefined)[] = []
    for (let i = 0; i < 5_000; i++) {
      line.push(i)
      if (i % 3 > 0) got.push(line.take())
    }
    got.push(...line.takeAll())
    expect(got).toEqual(Array.from({ length: 5_000 }, (_, i) => i))
    expect([line.size, line.take()]).toEqual([0, undefined])
  })
})
