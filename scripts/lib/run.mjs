/** Plain Node, no packages: the scripts run before anything is installed. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, whatever directory the command was started in. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '')

export const at = (...parts) => path.join(root, ...parts)

/** An end that is no fault of the scripts: its message says all there is to say, so no stack is printed. */
export class Stop extends Error {}

/**
 * Runs a program in the repository and resolves with its exit code. `quiet` keeps its output back and prints it only
 * if the program fails. `lives`: it ends when it is told to. It gets a process group of its own and each signal once: a
 * Ctrl-C comes from the terminal and again from npm, and a watcher takes the second one for impatience.
 */
export function run(command, args, { quiet = false, lives = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      detached: lives,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    })
    if (lives) passOn(child)
    const kept = []
    child.stdout?.on('data', (chunk) => kept.push(chunk))
    child.stderr?.on('data', (chunk) => kept.push(chunk))
    child.on('error', (error) => reject(new Stop(`${command} could not be started: ${error.message}`)))
    child.on('close', (code, signal) => {
      const failed = code !== 0
      if (failed) process.stderr.write(Buffer.concat(kept))
      resolve(signal === null ? code : 1)
    })
  })
}

function passOn(child) {
  let last = Number.NEGATIVE_INFINITY
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (performance.now() - last > 1_000) child.kill(signal)
      last = performance.now()
    })
  }
}

/** Runs a step that the rest depends on. @throws Stop with the step's name when it fails */
export async function must(what, command, args, options) {
  const code = await run(command, args, options)
  if (code !== 0) throw new Stop(`${what} failed (exit code ${code}).`)
}

/** A package's own program, run by this Node: needs no PATH and works in a folder with a space. */
export const bin = (file, ...args) => [process.execPath, [at('node_modules', file), ...args]]

/** Says what is being done and, when it is done, how long it took. */
export async function step(what, task) {
  const from = performance.now()
  process.stdout.write(`  ${what} ...`)
  try {
    await task()
    process.stdout.write(` ${((performance.now() - from) / 1000).toFixed(1)} s\n`)
  } catch (error) {
    process.stdout.write(' failed\n')
    throw error
  }
}

/** Runs a script's main function; a `Stop` ends it with one line and exit code 1. */
export function main(task) {
  task().catch((error) => {
    console.error(error instanceof Stop ? `\n${error.message}` : error)
    process.exit(1)
  })
}
