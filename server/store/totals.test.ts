import { beforeEach, describe, expect, it } from 'vitest'
import type { LogRow } from './commit/rows.ts'
import { Totals } from './totals.ts'

describe('totals', () => {
  let totals: Totals

  beforeEach(() => {
    totals = new Totals()
    totals.load(1, 100, new Map([['created', { total: 100, bytes: 1_000 }]]), new Map())
  })

  const rows = (from: number, count: number, event = 'created', ord = 0, only: string | null = null): LogRow[] =>
    Array.from({ length: count }, (_, index) => ({
      queueId: 1,
      seq: from + index,
      ord,
      message: {
        id: 'id',
        seq: from + index,
        queue: 'q',
        event,
        payload: 'null',
        key: null,
        headers: null,
        publishedAt: 0,
        expiresAt: null,
        bytes: 1,
        publisher: null,
        only,
      },
    }))

  it('are worth saving after 50 messages for each row', () => {
    totals.add(rows(101, 49))
    expect(totals.due()).toEqual([])
    totals.add(rows(150, 1))
    expect(totals.due()).toEqual([{ queueId: 1, event: 'created', total: 150, throughSeq: 150, bytes: 1_050 }])
    totals.add(rows(151, 1, 'deleted'))
    expect(totals.due()).toEqual([])
  })

  it('keep as unsaved what was counted while a saving was under way', () => {
    totals.add(rows(101, 50))
    const saving = totals.due()
    totals.add(rows(151, 1))
    totals.saved(saving)
    expect(totals.dirty()).toEqual([{ queueId: 1, event: 'created', total: 151, throughSeq: 151, bytes: 1_051 }])
    totals.saved(totals.dirty())
    expect(totals.dirty()).toEqual([])
  })

  it('save with the next what an owner before counted and did not save', () => {
    totals.load(2, 9, new Map([['created', { total: 9, bytes: 90 }]]), new Map([['created', 4]]))
    totals.add(rows(101, 1, 'deleted'))
    expect(totals.due()).toEqual([])
    expect(totals.dirty()).toEqual([
      { queueId: 2, event: 'created', total: 9, throughSeq: 9, bytes: 90 },
      { queueId: 1, event: 'deleted', total: 1, throughSeq: 101, bytes: 1 },
    ])
    totals.add(rows(102, 95, 'deleted'))
    expect(totals.due()).toHaveLength(2)
  })

  it('leave real-time messages out', () => {
    totals.add(rows(100, 80, 'created', 1))
    expect(totals.dirty()).toEqual([])
  })

  it('count copies for one subscription apart from their event', () => {
    totals.add(rows(101, 2, 'created', 0, 'billing'))
    expect(totals.dirty()).toEqual([{ queueId: 1, event: '@billing', total: 2, throughSeq: 102, bytes: 2 }])
  })

  it('know the bytes of a queue, of all its events', () => {
    totals.add([...rows(101, 2), ...rows(103, 3, 'deleted')])
    expect(totals.bytesOf(1)).toBe(1_005)
    expect(totals.bytesOf(2)).toBe(0)
  })

  it('forget a deleted queue', () => {
    totals.add(rows(101, 1))
    totals.forget(1)
    expect(totals.bytesOf(1)).toBe(0)
    expect(totals.dirty()).toEqual([])
    expect(totals.due()).toEqual([])
  })
})
