import fc from 'fast-check'
import type { Figures } from './figures.ts'
import type { Subject } from './running/process.ts'
import { CORE } from './running/process.ts'
import type { Step } from './steps.ts'
import { step } from './steps.ts'
import { World } from './world.ts'

const STEPS_MAX = 100

export interface Violation {
  readonly seed: number
  /** The steps that break it: the shortest found, where they were shrunk. */
  readonly steps: readonly Step[]
  readonly promise: string
}

export interface Play {
  /** The core as it is, unless something else is tried. */
  readonly subject?: Subject
  /** Look for the shortest steps that still break it, which takes some hundred runs more. */
  readonly shrink?: boolean
}

/** Plays the world of one seed. Answers which promise was broken, or `null`. The same seed gives the same answer. */
export async function play(
  seed: number,
  figures: Figures,
  { subject = CORE, shrink = true }: Play = {},
): Promise<Violation | null> {
  const property = fc.asyncProperty(fc.array(step, { maxLength: STEPS_MAX, size: 'max' }), (steps) =>
    new World(figures, subject).run(steps),
  )
  // `unbiased`: small numbers are tried in shrinking anyway, and half of all worlds would be over after a few steps.
  const options = { seed, numRuns: 1, unbiased: true, endOnFailure: !shrink }
  const { counterexample, errorInstance } = await fc.check(property, options)
  if (counterexample === null) return null
  const promise = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  return { seed, steps: counterexample[0], promise }
}

/** Plays seed after seed until one is broken. `null`: none of so many was. */
export async function firstBroken(
  from: number,
  most: number,
  figures: Figures,
  how: Play = {},
): Promise<Violation | null> {
  for (let seed = from; seed < from + most; seed++) {
    const violation = await play(seed, figures, how)
    if (violation !== null) return violation
  }
  return null
}
