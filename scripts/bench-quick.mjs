/**
 * `npm run bench:quick`: the hot path of this commit beside that of the last one, in turn, within a minute. It warns and
 * never fails: a machine that does other things, too, says little. `BASE=main` compares with another commit.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureGenerated, ensureServer } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { at, main, run, step } from './lib/run.mjs'

/** What can make the hot path faster or slower. */
const hotPath = ['server', 'lib', 'prisma', 'package-lock.json']
const limitSeconds = 120

const git = (...args) => {
  const { status, stdout } = spawnSync('git', args, { cwd: at(), encoding: 'utf8' })
  return { ok: status === 0, text: (stdout ?? '').trim() }
}
const differs = (...args) => !git('diff', '--quiet', ...args, '--', ...hotPath).ok

/** The last commit; for what is not committed yet, that is the newest one. */
function findBase() {
  const wanted = process.env.BASE ?? (differs('HEAD') ? 'HEAD' : 'HEAD~1')
  const { ok, text } = git('rev-parse', '--verify', '--quiet', `${wanted}^{commit}`)
  return ok ? text : null
}

/** Why there is nothing to measure. */
function whyNot(base) {
  if (base === null) return 'there is no commit here to compare with'
  if (!differs(base)) return `server, lib and prisma are as they were in ${base.slice(0, 7)}`
  const { packages } = JSON.parse(git('show', `${base}:package-lock.json`).text)
  const present = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages
  const same = Object.entries(present).every(
    ([name, { version }]) => name === '' || packages[name]?.version === version,
  )
  return same ? null : `its packages are not those of ${base.slice(0, 7)}`
}

/** The commit's files beside ours, with our packages and our benchmark. One is kept, for the next time. */
async function checkOut(base) {
  const folder = at('.cache/bench', base)
  if (existsSync(folder)) return folder
  const others = at('.cache/bench')
  mkdirSync(others, { recursive: true })
  for (const name of readdirSync(others)) rmSync(at('.cache/bench', name), { recursive: true })
  mkdirSync(folder)
  execFileSync('git', ['archive', '--format=tar', '-o', `${folder}.tar`, base], { cwd: at() })
  execFileSync('tar', ['-xf', `${folder}.tar`, '-C', folder])
  rmSync(`${folder}.tar`)
  symlinkSync(at('node_modules'), `${folder}/node_modules`)
  return folder
}

async function build(folder) {
  rmSync(`${folder}/bench`, { recursive: true, force: true })
  cpSync(at('bench'), `${folder}/bench`, { recursive: true, filter: (file) => !/node_modules|results/.test(file) })
  // Not its whole build: that may install packages, into ours.
  const script = `const { ensureGenerated, ensureServer } = await import(${JSON.stringify(pathToFileURL(`${folder}/scripts/lib/build.mjs`))})
    await ensureGenerated(); await ensureServer()`
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
}

async function compare() {
  await ensureInstalled()
  const base = findBase()
  const why = whyNot(base)
  if (why !== null) return console.log(`The hot path was not measured: ${why}.`)
  await ensureGenerated()
  await ensureServer()
  const folder = await checkOut(base)
  await step(`Building ${base.slice(0, 7)} beside it`, () => build(folder))
  const args = ['--import', 'tsx', at('bench/quick/compare.ts'), folder, at(), String(limitSeconds)]
  if ((await run(process.execPath, args)) !== 0) throw new Error('the comparison broke off')
}

main(() =>
  compare().catch((error) =>
    console.log(`The hot path was not measured: ${error instanceof Error ? error.message : error}`),
  ),
)
