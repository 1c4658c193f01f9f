import { existsSync, readFileSync } from 'node:fs'
import { at, must, Stop, step } from './run.mjs'

const packagesOf = (file) => JSON.parse(readFileSync(at(file), 'utf8')).packages

/**
 * Whether node_modules holds what the lockfile asks for. npm writes its own record there as the last act of an install,
 * so one that was cut off does not count. Optional packages are those of other platforms.
 */
function isInstalled() {
  if (!existsSync(at('node_modules/.package-lock.json'))) return false
  const wanted = packagesOf('package-lock.json')
  const present = packagesOf('node_modules/.package-lock.json')
  return Object.entries(wanted).every(
    ([name, entry]) => name === '' || entry.optional || present[name]?.version === entry.version,
  )
}

/** Installs what is missing. Development packages come along, also where NODE_ENV says production: the build needs some. */
export async function ensureInstalled() {
  const [major] = process.versions.node.split('.').map(Number)
  if (major < 20) throw new Stop(`Holdline needs Node 20 or later; this is ${process.version}.`)
  if (isInstalled()) return
  await step('Installing packages (once; takes about a minute)', () =>
    must('npm ci', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { quiet: true }),
  )
}
