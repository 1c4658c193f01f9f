import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { giveUp } from '../testing/letters.ts'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const cursorOf = (body: unknown): string => (isRecord(body) ? String(body.nextCursor) : '')

describe('dead letters', () => {
  it('come newest first, with message, reason and attempts', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 2, { reason: 'PSP 503' })
    const { body } = await bench.ask('/dead-letters?queue=orders&subscription=billing')
    expect(body).toMatchObject({
      items: [
        {
          seq: 2,
          queue: 'orders',
          subscription: 'billing',
          reason: 'PSP 503',
          key: '1',
          headers: { n: '1' },
          payload: { n: 1 },
        },
        { seq: 1, event: 'created', attempts: [{ attempt: 1, outcome: 'nacked' }], deadAt: '2026-03-01T12:00:00.001Z' },
      ],
      nextCursor: null,
    })
  })

  it('are filtered, and paged without loss where they died at once', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 3, { reason: 'PSP 503' })
    for (const { letter } of bench.log.deadLetters.all) Object.assign(letter, { deadAt: 1_772_366_400_000 })
    const seqs: unknown[] = []
    let cursor = ''
    for (let page = 0; page < 3; page += 1) {
      const { body } = await bench.ask(`/dead-letters?limit=1${cursor && `&cursor=${cursor}`}`)
      seqs.push(isRecord(body) && Array.isArray(body.items) ? body.items[0].seq : null)
      cursor = cursorOf(body)
    }
    expect([seqs, cursor]).toEqual([[3, 2, 1], 'null'])
    const none = ['event=deleted', 'reason=other', 'since=2027-01-01T00:00:00Z', 'until=2020-01-01T00:00:00Z']
    for (const query of none)
      expect((await bench.ask(`/dead-letters?${query}`)).body).toEqual({ items: [], nextCursor: null })
    expect((await bench.ask('/dead-letters?reason=PSP%20503&event=created')).body).toMatchObject({
      items: [{}, {}, {}],
    })
  })

  it.each([
    ['queue=_x', 400, 'E_NAME'],
    ['reason=%00', 400, 'E_BAD_REQUEST'],
    ['cursor=x', 400, 'E_BAD_REQUEST'],
  ])('are refused for ?%s', async (query, status, code) => {
    const bench = await Bench.start()
    await bench.publish()
    const answer = await bench.ask(`/dead-letters?${query}`)
    expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }])
  })
})
