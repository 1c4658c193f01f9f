import { describe, expect, it } from 'vitest'
import type { MessageItem, MessagePage } from '../../../lib/api.ts'
import { aMessage } from '../testing/a-message.ts'
import { EMPTY, held, heldCount, released, shownRows, withFresh, withNewest, withOlder } from './book.ts'

function message(seq: number, ord = 0, state: 'pending' | 'acked' = 'pending'): MessageItem {
  const cell = { name: 'billing', delivery: 'queued', state, since: null, retryAt: null, behind: null } as const
  return aMessage({
    id: `id-${seq}-${ord}`,
    seq: ord === 0 ? seq : null,
    delivery: ord === 0 ? 'queued' : 'realtime',
    position: { seq, ord },
    state: { [state]: 1 },
    deliveries: [cell],
  })
}

const delayed = (minute: number): MessageItem =>
  aMessage({ id: `due-${minute}`, seq: null, position: null, dueAt: `2026-03-01T12:${minute}:00.000Z` })

const page = (items: MessageItem[], nextCursor: string | null = null): MessagePage => ({
  items,
  nextCursor,
  scan: { scanned: items.length, upToSeq: null, upToAt: null, done: nextCursor === null },
})
const seqs = (rows: readonly { message: MessageItem }[]) => rows.map((row) => row.message.position?.seq ?? null)

describe('a book of rows', () => {
  it('takes new rows in on top while nobody reads', () => {
    const book = withNewest(
      withNewest(EMPTY, page([message(2), message(1)])),
      page([message(3), message(2), message(1)]),
    )
    expect(seqs(shownRows(book))).toEqual([3, 2, 1])
  })

  it('keeps what is due later below what is due first, also when only the first page is fetched again', () => {
    const first = withNewest(EMPTY, page([delayed(10), delayed(20)], 'more'))
    const all = withOlder(first, page([delayed(30), message(2)]), 'more')
    const again = withNewest(all, page([delayed(5 + 10), delayed(20)], 'more'))
    expect(again.rows.map((row) => row.message.id)).toEqual(['due-15', 'due-20', 'due-30', 'id-2-0'])
  })

  it('lets what is not due say nothing of the rows below a page of older ones', () => {
    const book = withNewest(EMPTY, page([delayed(10), message(9), message(5), message(4)]))
    const fresh = withFresh(book, page([delayed(10), message(5, 0, 'acked'), message(4)]))
    expect(fresh.rows.map((row) => [row.message.id, row.gone])).toEqual(book.rows.map((row) => [row.message.id, false]))
  })

  it('holds new rows back while somebody reads, and counts them', () => {
    const reading = held(withNewest(EMPTY, page([message(2), message(1)])))
    const book = withNewest(reading, page([message(4), message(3), message(2), message(1)]))
    expect(seqs(shownRows(book))).toEqual([2, 1])
    expect(heldCount(book)).toBe(2)
    expect(seqs(shownRows(released(book)))).toEqual([4, 3, 2, 1])
  })

  it('changes cells in place, also of rows that are held under the pointer', () => {
    const reading = held(withNewest(EMPTY, page([message(2), message(1)])))
    const book = withNewest(reading, page([message(3), message(2, 0, 'acked'), message(1)]))
    expect(shownRows(book)[0]?.message.state).toEqual({ acked: 1 })
  })

  it('orders real-time messages after the queued one that they followed', () => {
    const book = withNewest(EMPTY, page([message(2), message(1, 2), message(1, 1), message(1)]))
    const again = withNewest(book, page([message(2), message(1, 2), message(1, 1), message(1)]))
    expect(shownRows(again).map((row) => row.message.position?.ord)).toEqual([0, 2, 1, 0])
  })

  it('keeps delayed messages, which have no place yet, above all others and in their order', () => {
    const delayed = (id: string) => aMessage({ id, seq: null, position: null, state: { scheduled: 1 } })
    const first = page([delayed('a'), delayed('b'), message(1)])
    const book = withNewest(withNewest(EMPTY, first), page([delayed('a'), delayed('b'), message(2), message(1)]))
    expect(shownRows(book).map((row) => row.message.id)).toEqual(['a', 'b', 'id-2-0', 'id-1-0'])
  })

  it('drops a row that stopped matching, but only marks it while it is read', () => {
    const start = withNewest(EMPTY, page([message(3), message(2), message(1)]))
    expect(seqs(withNewest(start, page([message(3), message(1)])).rows)).toEqual([3, 1])
    const book = withNewest(held(start), page([message(3), message(1)]))
    expect(book.rows.map((row) => row.gone)).toEqual([false, true, false])
    expect(seqs(released(book).rows)).toEqual([3, 1])
  })

  it('begins anew where the newest page no longer reaches what is known: no hidden gap', () => {
    const book = withNewest(withNewest(EMPTY, page([message(2), message(1)])), page([message(90), message(89)], 'c89'))
    expect(seqs(book.rows)).toEqual([90, 89])
    expect(book.older).toBe('c89')
  })

  it('keeps what is being read in that case, and says that more came than it knows', () => {
    const reading = held(withNewest(EMPTY, page([message(2), message(1)])))
    const book = withNewest(reading, page([message(90), message(89)], 'c89'))
    expect(seqs(shownRows(book))).toEqual([2, 1])
    expect(book.overflow).toBe(true)
    expect(released(book)).toEqual(EMPTY)
  })

  it('appends older pages without doubling a row', () => {
    const book = withOlder(
      withNewest(EMPTY, page([message(4), message(3)], 'c3')),
      page([message(3), message(2)], 'c2'),
      'c3',
    )
    expect(seqs(book.rows)).toEqual([4, 3, 2])
    expect(book.older).toBe('c2')
  })

  it('goes on from where a search without a match is, when the newest page comes again', () => {
    const first = withNewest(EMPTY, page([], 'c1'))
    const deeper = withOlder(first, page([], 'c2'), 'c1')
    expect(withNewest(deeper, page([], 'c1')).older).toBe('c2')
    expect(withNewest(deeper, page([message(9)], 'c1')).older).toBe('c1')
  })

  it('freshens rows far down, and drops those that stopped matching', () => {
    const book = withOlder(
      withNewest(EMPTY, page([message(4), message(3)], 'c3')),
      page([message(2), message(1)], null),
      'c3',
    )
    const fresh = withFresh(book, page([message(3), message(1, 0, 'acked')]))
    expect(seqs(fresh.rows)).toEqual([4, 3, 1])
    expect(fresh.rows[2]?.message.state).toEqual({ acked: 1 })
  })
})
