import { describe, expect, it } from 'vitest'
import { Settlements } from './settlements.ts'

const KEPT = 1_024

function withSettled(count: number): Settlements {
  const settlements = new Settlements(KEPT)
  for (let seq = 1; seq <= count; seq++) settlements.add(seq, seq % 3, seq * 10, seq * 10 + 5, `c${seq}`, null)
  return settlements
}

describe('the last settlements', () => {
  it('are found while the ring grows, and the last 1,024 once it is full', () => {
    for (const count of [1, 16, 17, 500, KEPT]) {
      const settlements = withSettled(count)
      for (const seq of [1, count]) {
        const found = { seq, attempt: seq % 3, sentAt: seq * 10, at: seq * 10 + 5, consumer: `c${seq}` }
        expect(settlements.find(seq)).toMatchObject(found)
      }
      expect(settlements.find(count + 1)).toBeNull()
    }
    const full = withSettled(KEPT + 100)
    expect(full.find(100)).toBeNull()
    expect(full.find(101)).toMatchObject({ consumer: 'c101' })
    expect(full.find(KEPT + 100)).toMatchObject({ consumer: `c${KEPT + 100}` })
  })

  it('take little memory for a subscription that settled little', () => {
    const before = process.memoryUsage().arrayBuffers
    const all = Array.from({ length: 1_000 }, () => withSettled(1))
    expect((process.memoryUsage().arrayBuffers - before) / all.length).toBeLessThan(1_000)
  })
})
