import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestServer } from '../../server/testing/server.ts'

const root = path.resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'holdline-scenarios-'))
const shipped = readdirSync(path.join(root, 'scenarios'))
/** Five tries of a dead letter, with their backoff. */
const LONG_MS = 180_000

let broker: TestServer
beforeAll(async () => {
  broker = await TestServer.start()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await broker.dispose()
})

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The command as a person runs it. */
function scenario(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const all = [path.join(root, 'scripts/scenario.mjs'), ...args]
    const child = execFile(process.execPath, all, { cwd: root }, (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err })
    })
  })
}

/** A shipped file with one thing changed. */
function changed(file: string, from: string, to: string): string {
  const text = readFileSync(path.join(root, 'scenarios', file), 'utf8')
  expect(text).toContain(from)
  const copy = path.join(folder, file)
  writeFileSync(copy, text.replace(from, to))
  return copy
}

describe('npm run scenario', () => {
  it.each(shipped)(
    '%s passes, and leaves no subscription behind',
    async (file) => {
      const ended = await scenario(`scenarios/${file}`, '--url', broker.url)
      expect(ended, ended.err).toMatchObject({ code: 0 })
      expect(ended.out.trimEnd().split('\n').at(-1)).toMatch(/^passed: /)
      const left = await fetch(`${broker.url}/api/subscriptions?queue=lab`)
      expect(await left.json()).toMatchObject({ items: [] })
    },
    LONG_MS,
  )

  it('ends with 1 where something is not as expected, and says what', async () => {
    const file = changed('unplug-for-six.json', '"missed": 6', '"missed": 5')
    const { code, out } = await scenario(file, '--url', broker.url)
    expect(code).toBe(1)
    expect(out).toContain('✗ tablet, real time: missed: 6, expected 5')
    expect(out).toContain('FAILED: unplug for 6, 11 steps, 19 of 20 expectations')
  })

  it('answers as JSON', async () => {
    const { code, out } = await scenario('scenarios/real-time-alone.json', '--json', '--url', broker.url)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ passed: true, scenarios: [{ name: 'real time alone', passed: true }] })
  })

  it('ends with 2 for a file that is no scenario, before anything is played', async () => {
    const file = changed('one-is-slow.json', '"mode": "slow"', '"mode": "lazy"')
    const { code, out, err } = await scenario('scenarios/real-time-alone.json', file, '--url', broker.url)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('step 1 mode.mode must be one of "normal", "slow", "fail", "crash"')
  })

  it('ends with 2 where a file names a queue in use, and plays there when it is told to', async () => {
    await fetch(`${broker.url}/api/queues`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'in-use' }),
    })
    const file = changed('real-time-alone.json', '"holdline": 1,', '"holdline": 1, "queue": "in-use",')
    const { code, out, err } = await scenario(file, '--url', broker.url)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/in-use is there already\. \d+ messages would go to in-use: nobody gets them\. Say --yes/)
    expect(await scenario(file, '--url', broker.url, '--yes')).toMatchObject({ code: 0 })
  })

  it('ends with 1 where no broker answers, and says who could not connect', async () => {
    const { code, out } = await scenario('scenarios/real-time-alone.json', '--url', 'http://127.0.0.1:1')
    expect(code).toBe(1)
    expect(out).toContain('not connected within 10 s: desk, tablet')
    const named = changed('real-time-alone.json', '"holdline": 1,', '"holdline": 1, "queue": "orders",')
    const unasked = await scenario(named, '--url', 'http://127.0.0.1:1')
    expect(unasked.code).toBe(1)
    expect(unasked.err).toContain('http://127.0.0.1:1 does not say what is in orders')
  })
})
