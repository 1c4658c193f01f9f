import { describe, expect, it } from 'vitest'
import { FrozenOrders, type PageOf, pageByKey } from './paging.ts'

interface Row {
  at: number
  id: string
  size: number
}

const row = (at: number, id: string, size = 0): Row => ({ at, id, size })
const keyOf = ({ at, id }: Row) => [at, id]
const names = (rows: readonly Row[]): string => rows.map(({ id }) => id).join('')

/** Reads every page; `between` may change the rows before each but the first. */
function readAll(page: (cursor: string | undefined) => PageOf<Row>, between: () => void = () => {}): string {
  let text = ''
  let cursor: string | undefined
  do {
    if (text.length > 100) throw new Error(`the pages have no end: ${text}`)
    const { rows, nextCursor } = page(cursor)
    text += names(rows)
    cursor = nextCursor ?? undefined
    between()
  } while (cursor !== undefined)
  return text
}

describe('pages by key', () => {
  const rows = [row(2, 'c'), row(1, 'a'), row(2, 'd'), row(1, 'b'), row(3, 'e')]

  it.each([1, 2, 3, 4, 5, 200])('give each row once, ties too, %i at a time', (limit) => {
    expect(readAll((cursor) => pageByKey({ list: 'l', rows, keyOf }, { limit, cursor }))).toBe('abcde')
    expect(readAll((cursor) => pageByKey({ list: 'l', rows, keyOf, descending: true }, { limit, cursor }))).toBe(
      'edcba',
    )
  })

  it('neither lose nor repeat a row while others come and go', () => {
    const moving = [...rows]
    const between = () => {
      moving.unshift(row(0, 'x'))
      const gone = moving.findIndex(({ id }) => id === 'a')
      if (gone >= 0) moving.splice(gone, 1)
    }
    expect(readAll((cursor) => pageByKey({ list: 'l', rows: moving, keyOf }, { limit: 2, cursor }), between)).toBe(
      'abcde',
    )
  })

  it('end where the rows end', () => {
    expect(pageByKey({ list: 'l', rows, keyOf }, { limit: 5 }).nextCursor).toBeNull()
    expect(pageByKey({ list: 'l', rows: [], keyOf }, { limit: 5 })).toEqual({ rows: [], nextCursor: null })
  })
})

describe('a frozen order', () => {
  const bySize = (a: Row, b: Row) => b.size - a.size
  const listing = (rows: readonly Row[]) => ({ list: 'l', rows, nameOf: ({ id }: Row) => id, compare: bySize })

  it('gives each row once, however sizes move meanwhile', () => {
    const orders = new FrozenOrders(() => 0)
    const rows = [row(0, 'a', 1), row(0, 'b', 9), row(0, 'c', 5), row(0, 'd', 7)]
    const between = () => {
      for (const one of rows) one.size = 10 - one.size
    }
    expect(readAll((cursor) => orders.page(listing(rows), { limit: 1, cursor }), between)).toBe('bdca')
  })

  it('leaves out what is gone, and fills the page all the same', () => {
    const orders = new FrozenOrders(() => 0)
    const rows = [row(0, 'a', 4), row(0, 'b', 3), row(0, 'c', 2), row(0, 'd', 1)]
    const first = orders.page(listing(rows), { limit: 1 })
    const rest = rows.filter(({ id }) => id !== 'b')
    const second = orders.page(listing(rest), { limit: 2, cursor: first.nextCursor ?? '' })
    expect(names(first.rows) + names(second.rows)).toBe('acd')
    expect(second.nextCursor).toBeNull()
  })

  it('is kept for five minutes, and for the last 32 readers', () => {
    let now = 0
    const orders = new FrozenOrders(() => now)
    const rows = [row(0, 'a', 2), row(0, 'b', 1)]
    const { nextCursor } = orders.page(listing(rows), { limit: 1 })
    const again = () => orders.page(listing(rows), { limit: 1, cursor: nextCursor ?? '' })
    now = 300_000
    expect(names(again().rows)).toBe('b')
    now = 300_001
    expect(again).toThrow(/older than five minutes/)
    now = 0
    for (let reader = 0; reader < 32; reader += 1) orders.page(listing(rows), { limit: 1 })
    expect(again).toThrow(/older than five minutes/)
  })
})
