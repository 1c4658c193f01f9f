import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../server/testing/postgres.ts'

const root = path.resolve(import.meta.dirname, '..')

let database: TestDatabase | null = null

afterEach(async () => {
  await database?.drop()
  database = null
})

/** Runs the command to its end. `line` is told of each line that it prints. */
async function soak(args: readonly string[], line: (text: string) => void = () => undefined) {
  const child = spawn(process.execPath, ['scripts/soak.mjs', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (text) => {
      lines.push(text)
      line(text)
    })
  }
  const [code] = await once(child, 'close')
  return { code, text: lines.join('\n') }
}

test('a short storm breaks no promise, and the command says so', async () => {
  const { code, text } = await soak(['--minutes', '0.2', '--kill-every', '2', '--seed', '3'])
  expect(text).toContain('--seed 3')
  expect(text).toMatch(/^ {2}faults .*server killed \d/m)
  expect(text).toMatch(/^verdict: nothing lost, nothing out of order/m)
  expect(code).toBe(0)
}, 120_000)

test('what goes missing from the log is found, with its history, and the command fails', async () => {
  database = await createDatabase()
  const { url, query } = database
  const steal = 'DELETE FROM message WHERE seq = (SELECT max(seq) FROM message)'
  let stolen: Promise<unknown> | null = null
  const { code, text } = await soak(['--minutes', '0.1', '--database-url', url, '--kill-every', '60'], (line) => {
    if (line.includes('confirmed')) stolen ??= query(steal)
  })
  await stolen
  // Of what happened in one millisecond either may stand first.
  expect(text).toMatch(
    /BREACH: soak-\S+: p?\S+ was confirmed as \d+ and is not in the log\n( +\S+ s .*\n)* +\S+ s +confirmed/,
  )
  expect(text).toMatch(/^verdict: \d+ breaches/m)
  expect(code).toBe(1)
}, 120_000)

test('an option that is not allowed is named', async () => {
  const { code, text } = await soak(['--minutes', 'many'])
  expect(text).toContain('--minutes cannot be "many": a number above 0 is allowed.')
  expect(code).toBe(1)
})
