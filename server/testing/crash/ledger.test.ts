import { expect, test } from 'vitest'
import { Ledger } from './ledger.ts'

function ledgerOf(confirmed: [string, number][], seen: [string, number][]): Ledger {
  const ledger = new Ledger()
  for (const [id, seq] of confirmed) ledger.confirm(id, seq)
  for (const [id, seq] of seen) ledger.see({ id, seq, attempt: 1 })
  return ledger
}

const stored = new Map([
  [1, 'a'],
  [2, 'b'],
  [3, 'c'],
])

test('promises that were kept leave no fault', () => {
  const ledger = ledgerOf(
    [
      ['a', 1],
      ['b', 2],
    ],
    [
      ['a', 1],
      ['b', 2],
      ['a', 1],
      ['c', 3],
    ],
  )
  expect(ledger.faults(stored)).toEqual([])
})

test.each<[string, [string, number][], [string, number][]]>([
  ['a was confirmed as 1 and never handed over', [['a', 1]], []],
  ['d was confirmed as 4 and is not in the log', [['d', 4]], [['d', 4]]],
  ['d was handed over as 4 and is not in the log', [], [['d', 4]]],
  ['seq 1 was used for a and for b', [['a', 1]], [['b', 1]]],
  [
    'seq 1 was first handed over after 2',
    [],
    [
      ['b', 2],
      ['a', 1],
    ],
  ],
])('%s', (fault, confirmed, seen) => {
  expect(ledgerOf(confirmed, seen).faults(stored)).toContain(fault)
})

test('two confirms of one message must agree', () => {
  expect(() =>
    ledgerOf(
      [
        ['a', 1],
        ['a', 2],
      ],
      [],
    ),
  ).toThrow('confirmed as 1 and as 2')
})
