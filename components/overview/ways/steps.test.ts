import { expect, it } from 'vitest'
import type { Rates } from '../../../lib/api.ts'
import { tellTimesIn } from '../../../lib/format.ts'
import { changeOf, deliveredWords, piecesOf, stepsOf, waitingWords } from './steps.ts'

tellTimesIn('UTC')

const from = new Date()
from.setUTCHours(12, 0, 0, 0)

function rates(waiting: number[], part: Partial<Rates> = {}): Rates {
  const none = waiting.map(() => 0)
  return {
    window: '15m',
    stepMs: 10_000,
    from: from.toISOString(),
    published: none,
    publishedRealtime: none,
    delivered: none,
    deliveredRealtime: none,
    acked: none,
    missed: none,
    waiting,
    up: waiting.map(() => true),
    ...part,
  }
}

it('adds neighbours up until they fit, and takes what waits at the end of each', () => {
  const ninety = Array.from({ length: 90 }, (_, at) => at)
  const steps = stepsOf(rates(ninety, { missed: ninety.map(() => 1) }))
  expect(steps).toHaveLength(45)
  expect(steps[0]).toMatchObject({ missed: 2, waiting: 1, from: from.getTime(), to: from.getTime() + 20_000 })
  expect(steps.at(-1)).toMatchObject({ waiting: 89, to: from.getTime() + 900_000 })
  expect(changeOf(steps)).toBe(88)
})

it('keeps a short series as it is', () => {
  expect(stepsOf(rates([3, 4, 5])).map(({ waiting }) => waiting)).toEqual([3, 4, 5])
})

it('says what a step was, and that nothing is known of one', () => {
  const [first, second] = stepsOf(
    rates([7, 0], {
      up: [true, false],
      deliveredRealtime: [1_204, 0],
      missed: [3, 0],
      published: [12, 0],
      acked: [5, 0],
    }),
  )
  if (first === undefined || second === undefined) throw new Error('two steps make two')
  expect(deliveredWords(first)).toBe('12:00:00 to 12:00:10: 1,204 delivered, 3 missed')
  expect(waitingWords(first)).toBe('12:00:00 to 12:00:10: 12 published, 5 acked, 7 waiting at its end')
  expect(waitingWords(second)).toBe(
    '12:00:10 to 12:00:20: not known, the broker did not run or had not written it down',
  )
})

it('breaks the line where the broker was down, and counts no change from there', () => {
  const steps = stepsOf(rates([0, 4, 0, 9], { up: [false, true, false, true] }))
  expect(piecesOf(steps)).toEqual([[{ index: 1, waiting: 4 }], [{ index: 3, waiting: 9 }]])
  expect(changeOf(steps)).toBe(5)
})
