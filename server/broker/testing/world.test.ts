import fc from 'fast-check'
import { expect, it } from 'vitest'
import { step } from './steps.ts'
import { World } from './world.ts'

/** `MODEL_RUNS=5000 MODEL_SEED=… npx vitest run server/broker/testing/world.test.ts` runs longer, or one run again. */
const numRuns = Number(process.env.MODEL_RUNS ?? 150)
const seed = process.env.MODEL_SEED === undefined ? {} : { seed: Number(process.env.MODEL_SEED) }

it('keeps its word through publishes, settlements, departures, faults and crashes in any order', async () => {
  let runs = 0
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 5, maxLength: 60 }),
    fc.nat(),
    async (steps, random) => {
      runs++
      await new World(random).run(steps)
    },
  )
  // A failure prints the seed and the shortest steps that still fail.
  await fc.assert(property, { numRuns, ...seed, endOnFailure: false })
  expect(runs).toBeGreaterThanOrEqual(numRuns)
}, 120_000)
