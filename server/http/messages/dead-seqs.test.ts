import { beforeAll, describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { cursorOf, itemsOf } from '../testing/busy.ts'
import { giveUp } from '../testing/letters.ts'

describe('messages that are dead, more of them than are looked up at once', () => {
  let bench: Bench
  const dead: number[] = []
  beforeAll(async () => {
    bench = await Bench.start()
    await bench.ask('/queues', { body: { name: 'orders' } })
    // Only what nobody wants lies between them.
    for (let n = 0; n < 3; n += 1) await bench.publish({ event: 'other' })
    for (let n = 0; n < 11; n += 1) dead.push(...(await giveUp(bench, 'billing', 50, { reason: 'PSP 503' })))
    for (let n = 0; n < 3; n += 1) await bench.publish({ event: 'other' })
  })

  const pages = async (query: string): Promise<{ readonly seqs: unknown[]; readonly pages: number }> => {
    const seqs: unknown[] = []
    let count = 0
    for (let cursor: string | null = ''; cursor !== null; count += 1) {
      const { body } = await bench.ask(`/queues/orders/messages?state=dead&${query}${cursor && `&cursor=${cursor}`}`)
      seqs.push(...itemsOf(body).map(({ seq }) => seq))
      cursor = cursorOf(body)
    }
    return { seqs, pages: count }
  }

  it.each(['asc', 'desc'] as const)('come each once, %s, and no other row is read', async (order) => {
    const expected = order === 'asc' ? dead : dead.toReversed()
    bench.memory.asked.length = 0
    expect((await pages(`order=${order}&limit=200`)).seqs).toEqual(expected)
    for (const { filter } of bench.memory.asked) {
      const rows = (filter.seqRanges ?? []).reduce((sum, [from, to]) => sum + to - from + 1, 0)
      expect(rows).toBeGreaterThan(0)
      expect(rows).toBeLessThanOrEqual(500)
    }
  })

  it('are found beyond many that do not match, without a page for each stretch', async () => {
    expect(await pages('order=asc&id=id-555')).toEqual({ seqs: [dead.at(-1)], pages: 1 })
  })

  it('are those of one subscription, and within the bounds asked for', async () => {
    expect((await pages('subscription=billing&fromSeq=10&toSeq=540&limit=200&order=asc')).seqs).toEqual(
      dead.filter((seq) => seq >= 10 && seq <= 540),
    )
    expect((await pages('subscription=nobody')).seqs).toEqual([])
  })
})
