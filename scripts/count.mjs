/** Prints `N passed, N failed` of the last run, and fails where that run left no summary or had a failure. */
import { existsSync, readFileSync } from 'node:fs'
import { at } from './lib/run.mjs'

const file = at('test-results/summary.json')
const { passed, failed } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1 }
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
