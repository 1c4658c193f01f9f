import { counted } from '../../lib/format.ts'
import type { Scenario } from '../../lib/scenario/file/format.ts'
import type { StepResult, Verdict } from '../../lib/scenario/play.ts'
import { checkWords, stepWords } from '../../lib/scenario/words.ts'

const MARKS = { good: '✓', bad: '✗' } as const

/** A step as it is printed when it is done: its line, and one for each thing that was expected. */
export function stepLines({ number, step, ok, fault, checks }: StepResult): string[] {
  const line = `${String(number).padStart(4)}  ${mark(ok)} ${stepWords(step)}`
  const lines = checks.map((check) => {
    const seen = check.ok ? check.seen : `${check.seen}, expected ${check.expected}`
    return `        ${mark(check.ok)} ${checkWords(check)}: ${seen}`
  })
  return [fault === null ? line : `${line}: ${fault}`, ...lines]
}

/** "passed: unplug for 6, 11 steps, 18 of 18 expectations" */
export function verdictLine(scenario: Scenario, { passed, results, left }: Verdict): string {
  const checks = results.flatMap((result) => result.checks)
  const met = checks.filter((check) => check.ok).length
  const rest = left > 0 ? `, ${counted(left, 'step')} not played` : ''
  const figures = `${met} of ${counted(checks.length, 'expectation')}`
  return `${passed ? 'passed' : 'FAILED'}: ${scenario.name}, ${counted(results.length, 'step')}, ${figures}${rest}`
}

function mark(ok: boolean): string {
  return ok ? MARKS.good : MARKS.bad
}
