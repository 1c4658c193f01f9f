import { describe, expect, it } from 'vitest'
import { everyPage } from './export.ts'
import { csv, exportName, exportText } from './export-text.ts'

describe('csv', () => {
  it('has a head with every field, and an empty cell where a row has none', () => {
    expect(
      csv([
        { seq: 1, key: 'A' },
        { seq: 2, event: 'add' },
      ]),
    ).toBe('seq,key,event\r\n1,A,\r\n2,,add\r\n')
  })

  it('quotes what would end a cell, and doubles quotes', () => {
    expect(csv([{ a: 'x,y', b: 'he said "no"', c: 'two\nlines', d: ' edge' }])).toBe(
      'a,b,c,d\r\n"x,y","he said ""no""","two\nlines"," edge"\r\n',
    )
  })

  it('lets no text be run as a formula, and leaves numbers alone', () => {
    const row = { a: '=1+1', b: '+1', c: '-2', d: '@SUM(A1)', e: '\tx', f: -2, g: 'a=b', h: ' =1' }
    expect(csv([row]).split('\r\n')[1]).toBe(`'=1+1,'+1,'-2,'@SUM(A1),'\tx,-2,a=b,' =1`)
  })

  it('guards a formula that needs quotes, too', () => {
    expect(csv([{ a: '=HYPERLINK("http://x","y")' }]).split('\r\n')[1]).toBe(`"'=HYPERLINK(""http://x"",""y"")"`)
  })

  it('writes what is neither text nor number as JSON', () => {
    expect(csv([{ a: { b: [1] }, c: true, d: null }])).toBe('a,c,d\r\n"{""b"":[1]}",true,\r\n')
  })

  it('is nothing but an empty line without rows', () => {
    expect(csv([])).toBe('\r\n')
  })
})

it('begins CSV with a byte order mark, and JSON with none', () => {
  expect(exportText('csv', [{ a: 'é' }])).toBe('\uFEFFa\r\né\r\n')
  expect(JSON.parse(exportText('json', [{ a: 'é', b: [1] }]))).toEqual([{ a: 'é', b: [1] }])
})

it('names a file by its content and its time', () => {
  expect(exportName('a:b messages', 'csv', Date.UTC(2026, 2, 1, 12, 4, 34))).toBe(
    'a-b-messages-2026-03-01T12-04-34Z.csv',
  )
})

describe('everyPage', () => {
  const pages = [
    { items: [1, 2], nextCursor: 'b' },
    { items: [], nextCursor: 'c' },
    { items: [3], nextCursor: null },
  ]
  const page = async (cursor: string | undefined) =>
    pages['abc'.indexOf(cursor ?? 'a')] ?? { items: [], nextCursor: null }

  it('goes on through a page without rows to the end, and says how far it is', async () => {
    const said: (number | undefined)[][] = []
    const progress = (done: number, total?: number) => said.push([done, total])
    expect(await everyPage({ signal: new AbortController().signal, progress }, page, 3)).toEqual([1, 2, 3])
    expect(said).toEqual([
      [2, 3],
      [2, 3],
      [3, 3],
    ])
  })

  it('asks for no further page once it is cancelled', async () => {
    const stop = new AbortController()
    const run = { signal: stop.signal, progress: () => stop.abort() }
    await expect(everyPage(run, page)).rejects.toThrow(/abort/i)
  })
})
