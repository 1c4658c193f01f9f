/** Literals of other languages, read by those languages: one process each, fed with whatever JSON can be. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { PYTHON, shellWord } from '../../../lib/snippets/literals/languages.ts'
import { literal } from '../../../lib/snippets/literals/literal.ts'
import { anyPayload } from '../../../lib/snippets/testing/any-payload.ts'
import { python } from './program.ts'

/** A process that answers one line to each. */
function reader(command: string, args: string[]) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const ask = async (line: string): Promise<string> => {
    child.stdin.write(`${line}\n`)
    const [answer] = await once(lines, 'line')
    return String(answer)
  }
  return { ask, end: () => child.stdin.end() }
}

const READ_PYTHON = 'import sys, json\nfor line in sys.stdin:\n  print(json.dumps(eval(json.loads(line))), flush=True)'
const fromPython = reader(python(), ['-u', '-c', READ_PYTHON])
const fromShell = reader('sh', [])

afterAll(() => {
  fromPython.end()
  fromShell.end()
})

it('Python reads what was meant', async () => {
  await fc.assert(
    fc.asyncProperty(anyPayload, async (payload) => {
      const answer: unknown = JSON.parse(await fromPython.ask(JSON.stringify(literal(PYTHON, payload))))
      expect(answer).toEqual(JSON.parse(JSON.stringify(payload)))
    }),
    { numRuns: 1_000 },
  )
})

it('a shell reads what was meant', async () => {
  await fc.assert(
    fc.asyncProperty(anyPayload, async (payload) => {
      const text = JSON.stringify(payload)
      expect(await fromShell.ask(`printf '%s\\n' ${shellWord(text)}`)).toBe(text)
    }),
    { numRuns: 500 },
  )
})

it('Python reads the deepest payload that there is', async () => {
  const deep = `${'['.repeat(128)}${']'.repeat(128)}`
  const code = literal(PYTHON, { payload: JSON.parse(deep) })
  expect(await fromPython.ask(JSON.stringify(code))).toBe(`{"payload": ${deep}}`)
})
