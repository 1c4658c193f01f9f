/**
 * `npm run simulate -- --seeds N --seed S`: plays N worlds from seed S on and says what it did. A broken promise is
 * printed with its seed and the shortest steps that break it, and makes the exit code 1.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { noFigures } from './figures.ts'
import type { Violation } from './run.ts'
import { play } from './run.ts'

const PROGRESS_MS = 5_000
/** One is to be mended before the next is worth looking at. */
const VIOLATIONS_MAX = 3

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
  },
})
const seeds = positive('--seeds', values.seeds)
const first = positive('--seed', values.seed)

const figures = noFigures()
const violations: Violation[] = []
const startedAt = performance.now()
let played = 0
let toldAt = startedAt

while (played < seeds && violations.length < VIOLATIONS_MAX) {
  const violation = await play(first + played, figures)
  played++
  if (violation !== null) tell(violation)
  if (performance.now() - toldAt > PROGRESS_MS) {
    toldAt = performance.now()
    console.log(`${played} of ${seeds} seeds, ${figures.steps} steps, ${violations.length} broken`)
  }
}

const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
const { steps, crashes, takeovers, commits, deliveries } = figures
console.log(
  `${played} seeds from ${first} in ${seconds} s: ${steps} steps, ${crashes} crashes, ${takeovers} takeovers, ` +
    `${commits} commits, ${deliveries} deliveries, ${violations.length} broken promises`,
)
if (values.report !== undefined) {
  mkdirSync(path.dirname(values.report), { recursive: true })
  const passed = played - violations.length
  writeFileSync(values.report, JSON.stringify({ passed, failed: violations.length, ...figures }))
}
if (violations.length > 0) process.exitCode = 1

function tell(violation: Violation): void {
  violations.push(violation)
  console.error(`\nseed ${violation.seed}: ${violation.promise}`)
  for (const step of violation.steps) console.error(`  ${JSON.stringify(step)}`)
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  console.error(`${name} must be a whole number above 0, not ${text}`)
  process.exit(1)
}
