import { expect, it } from 'vitest'
import { noFigures } from './figures.ts'
import { firstBroken } from './run.ts'

/** A taste of what `npm run simulate` does in full; `npm run simulate -- --seeds 1 --seed N` plays one seed again. */
const SEEDS = 300

it('keeps every promise through faults, crashes and takeovers in any order', async () => {
  const figures = noFigures()
  expect(await firstBroken(1, SEEDS, figures)).toBeNull()
  expect(figures.steps).toBeGreaterThan(SEEDS)
  expect(figures.deliveries).toBeGreaterThan(SEEDS)
}, 120_000)

it('plays a seed in the same way each time', async () => {
  const first = noFigures()
  const again = noFigures()
  await firstBroken(7, 5, first)
  await firstBroken(7, 5, again)
  expect(again).toEqual(first)
})
