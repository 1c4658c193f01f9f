/** Code as the dashboard copies it, run as a person would who pastes it into a file. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Dialect } from '../../../lib/snippets/dialects.ts'
import { findPython } from '../../../scripts/lib/python.mjs'

const root = path.resolve(import.meta.dirname, '../../..')

/** A Python that has python-socketio. @throws with what to do where there is none */
export function python(): string {
  const found = process.env.PYTHON_PATH ?? findPython()
  if (found === undefined) throw new Error('No Python with python-socketio: `npm run system` fetches one.')
  return found
}

const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs')

/** File name and command of each language. */
const COMMANDS: Readonly<Record<Dialect, (file: string) => { name: string; command: string; args: string[] }>> = {
  socketio: () => ({ name: 'code.mjs', command: process.execPath, args: ['code.mjs'] }),
  sdk: () => ({ name: 'code.mts', command: process.execPath, args: [tsx, 'code.mts'] }),
  python: () => ({ name: 'code.py', command: python(), args: ['-u', 'code.py'] }),
  nmq: () => ({ name: 'code.cjs', command: process.execPath, args: ['code.cjs'] }),
  curl: () => ({ name: 'code.sh', command: 'sh', args: ['code.sh'] }),
}

/** A running program: what it printed, a way to wait for a line, and its end. */
export class Program {
  readonly lines: string[] = []
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>
  readonly #child: ChildProcess
  readonly #folder: string
  readonly #waiting: { fits: (line: string) => boolean; resolve: () => void }[] = []
  #errors = ''

  constructor(dialect: Dialect, code: string, env: Readonly<Record<string, string>> = {}) {
    this.#folder = mkdtempSync(path.join(tmpdir(), 'holdline-code-'))
    const { name, command, args } = COMMANDS[dialect](this.#folder)
    writeFileSync(path.join(this.#folder, name), code)
    // What the person has installed there, and the clone that docs/client.md speaks of.
    symlinkSync(path.join(root, 'node_modules'), path.join(this.#folder, 'node_modules'))
    symlinkSync(root, path.join(this.#folder, 'holdline'))
    // A group of its own: tsx runs the program as a child, which would outlive it.
    const options = { cwd: this.#folder, env: { ...process.env, ...env }, detached: true } as const
    this.#child = spawn(command, args, options)
    this.#child.stderr?.on('data', (chunk) => {
      this.#errors += String(chunk)
    })
    if (this.#child.stdout) createInterface({ input: this.#child.stdout }).on('line', (line) => this.#add(line))
    this.ended = new Promise((resolve) => this.#child.once('close', resolve))
  }

  /** Resolves once it has printed a line with this text. @throws with all that it said, when it ends before that */
  async line(text: string): Promise<void> {
    if (this.lines.some((line) => line.includes(text))) return
    const printed = new Promise<void>((resolve) => this.#waiting.push({ fits: (line) => line.includes(text), resolve }))
    const ended = this.ended.then((code) => {
      throw new Error(`It ended with ${code} and never printed ${text}:\n${this}`)
    })
    await Promise.race([printed, ended])
  }

  /** Ends it and what it started, at once. */
  async stop(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL')
    await this.ended
    rmSync(this.#folder, { recursive: true, force: true })
  }

  toString(): string {
    return `${this.lines.join('\n')}\n${this.#errors}`
  }

  #add(line: string): void {
    this.lines.push(line)
    for (const one of this.#waiting) if (one.fits(line)) one.resolve()
  }
}

/** Runs a program to its end. @throws with what it said, when that is not a good one */
export async function runCode(dialect: Dialect, code: string, env?: Readonly<Record<string, string>>): Promise<string> {
  const program = new Program(dialect, code, env)
  const exit = await program.ended
  await program.stop()
  if (exit !== 0) throw new Error(`${dialect} ended with ${exit}:\n${program}\n${code}`)
  return program.lines.join('\n')
}
