import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { at, bin, run } from './run.mjs'

const reports = 'test-results'
const reportOf = (name) => `${reports}/${name}.json`

const vitest = (project) => (extra) =>
  bin(
    'vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportOf(project)}`,
    ...extra,
  )

/** In the order in which they run: what fails fastest comes first. `counts` reads a runner's own report. */
export const suites = {
  lint: { command: (extra) => bin('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', ...extra) },
  types: { command: (extra) => bin('typescript/bin/tsc', '--noEmit', '-p', '.', ...extra) },
  unit: { command: vitest('unit'), counts: vitestCounts },
  simulation: {
    command: (extra) =>
      bin(
        'tsx/dist/cli.mjs',
        'server/broker/testing/simulation/simulate.ts',
        '--report',
        reportOf('simulation'),
        ...extra,
      ),
    counts: ({ passed, failed }) => ({ passed, failed }),
  },
  system: { command: vitest('system'), counts: vitestCounts },
  stories: {
    command: (extra) => bin('@playwright/test/cli.js', 'test', ...extra),
    counts: playwrightCounts,
  },
}

/** A file that failed to load has no tests of its own, and counts as one failure. */
function vitestCounts({ numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.length)
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

function playwrightCounts({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }
}

function countsOf(name, code) {
  const { counts } = suites[name]
  const file = at(reportOf(name))
  const none = { passed: 0, failed: 0 }
  const { passed, failed } = counts && existsSync(file) ? counts(JSON.parse(readFileSync(file, 'utf8'))) : none
  // Whatever a runner says, a suite that ended badly is never all green.
  return { passed, failed: code !== 0 ? Math.max(failed, 1) : failed }
}

/** Removes what an earlier run reported, so that nothing stale is added up. */
export function clearReports() {
  rmSync(at(reports), { recursive: true, force: true })
  mkdirSync(at(reports), { recursive: true })
}

/** Runs one suite and answers what it counted. `extra` goes to its runner. */
export async function runSuite(name, extra = []) {
  console.log(`\n-- ${name}`)
  const { command } = suites[name]
  rmSync(at(reportOf(name)), { force: true })
  const [node, args] = command(extra)
  const code = await run(node, args)
  return { name, ...countsOf(name, code) }
}

/** Prints a line for each suite and keeps their sum in test-results/summary.json. Answers whether all passed. */
export function summarise(results) {
  const passed = results.reduce((sum, suite) => sum + suite.passed, 0)
  const failed = results.reduce((sum, suite) => sum + suite.failed, 0)
  console.log('')
  for (const { name, ...counts } of results) {
    const outcome = suites[name].counts
      ? `${counts.passed} passed, ${counts.failed} failed`
      : counts.failed
        ? 'failed'
        : 'ok'
    console.log(`${name.padEnd(8)} ${outcome}`)
  }
  writeFileSync(at(reportOf('summary')), JSON.stringify({ passed, failed, suites: results }))
  return failed === 0
}
