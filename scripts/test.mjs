/**
 * `npm test`: everything, on a fresh clone too. `npm run check`: what takes seconds and needs no database.
 * `npm run stories -- e2e/lab.spec.ts` and its like run one suite and hand their arguments to its runner.
 */
import { ensureGenerated, ensurePages, ensureServer } from './lib/build.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { ensurePython } from './lib/python.mjs'
import { main, Stop } from './lib/run.mjs'
import { clearReports, runSuite, suites, summarise } from './lib/suites.mjs'

const groups = { all: Object.keys(suites), check: ['lint', 'types', 'unit'] }

/** What a suite needs beyond the packages and the database client. */
async function prepare(names) {
  await ensureInstalled()
  await ensureGenerated()
  if (names.includes('system') || names.includes('stories')) await ensureServer()
  if (names.includes('system')) process.env.PYTHON_PATH = await ensurePython()
  if (!names.includes('stories')) return
  await ensurePages()
  process.env.CHROMIUM_PATH = await ensureChromium()
}

main(async () => {
  const [what = 'all', ...extra] = process.argv.slice(2)
  const names = groups[what] ?? [what]
  if (!names.every((name) => name in suites)) {
    throw new Stop(`No suite is called ${what}: ${[...Object.keys(groups), ...Object.keys(suites)].join(', ')}.`)
  }
  await prepare(names)
  clearReports()
  const results = []
  for (const name of names) results.push(await runSuite(name, extra))
  if (!summarise(results)) process.exitCode = 1
})
