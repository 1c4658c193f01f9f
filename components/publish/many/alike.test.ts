import { expect, it } from 'vitest'
import { alike } from './alike.ts'

const refused = (line: number, code: string | null, reason: string) => ({ line, code, reason })

it('says the same reason once, with its lines, and another one apart from it', () => {
  const full = [1, 2, 3].map((line) => refused(line, 'E_FULL', 'orders is full'))
  const bad = refused(4, null, 'bad is not expected')
  const again = refused(5, 'E_FULL', 'orders is full')
  expect(alike([...full, bad, again])).toEqual([
    { first: full[0], last: full[2], count: 3 },
    { first: bad, last: bad, count: 1 },
    { first: again, last: again, count: 1 },
  ])
  expect(alike([])).toEqual([])
})
