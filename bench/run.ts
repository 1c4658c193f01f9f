/**
 * `npm run bench`: every part, or those that are named (`npm run bench -- rates peers`), one after the other on one
 * machine. Prints a table for each, and keeps every figure of every round in one JSON file in results/.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildServer } from './broker.ts'
import { Figures, table } from './figures.ts'
import { MESSAGES, ROUNDS, WINDOW } from './load.ts'
import { describeMachine, sayMachine } from './machine.ts'
import type { Context, Part, Report, Target } from './part.ts'
import { parts } from './parts.ts'

const results = new URL('results/', import.meta.url)

const context: Context = { rounds: ROUNDS, say: (sentence) => console.error(`  ${sentence}`) }

interface Played extends Report {
  readonly seconds: number
  readonly figures: ReturnType<Figures['all']>
}

async function main(): Promise<void> {
  const chosen = choose(process.argv.slice(2))
  const machine = describeMachine()
  buildServer()
  mkdirSync(results, { recursive: true })
  const file = fileURLToPath(new URL(`${machine.at.slice(0, 19).replaceAll(':', '')}.json`, results))
  const load = { messages: MESSAGES, window: WINDOW, rounds: ROUNDS }
  console.log(`${sayMachine(machine)}\n${MESSAGES} messages of about 100 bytes, window ${WINDOW}, ${ROUNDS} rounds\n`)
  const played: Record<string, Played> = {}
  for (const part of chosen) {
    const outcome = await play(part)
    if (outcome === null) continue
    played[part.name] = outcome
    // After each, so that a long run that is broken off keeps what it has.
    writeFileSync(file, JSON.stringify({ machine, load, parts: played }, null, 2))
  }
  console.log(`Every figure of every round: ${file}`)
}

function choose(names: readonly string[]): readonly Part[] {
  const unknown = names.filter((name) => !parts.some((part) => part.name === name))
  if (unknown.length === 0) return names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name))
  console.error(`No part is called ${unknown.join(', ')}. There are:`)
  for (const { name, about } of parts) console.error(`  ${name.padEnd(8)} ${about}`)
  process.exit(1)
}

/** One that fails says why, and the others are measured all the same. */
async function play(part: Part): Promise<Played | null> {
  console.error(`${part.name}: ${part.about}`)
  const figures = new Figures()
  const from = performance.now()
  try {
    const report = await part.run(figures, context)
    const seconds = Math.round((performance.now() - from) / 1_000)
    console.log(`## ${part.name}\n\n${print(report)}\n\n(${seconds} s)\n`)
    return { seconds, ...report, figures: figures.all() }
  } catch (error) {
    console.error(`${part.name} failed:`, error)
    process.exitCode = 1
    return null
  }
}

function print({ tables, targets = [], notes = [] }: Report): string {
  const wanted = targets.map(targetRow)
  const all = tables.map(({ header, rows }) => table(header, rows))
  if (wanted.length > 0) all.push(table(['target', 'wanted', 'measured', ''], wanted))
  return [...all, notes.join('\n')].join('\n\n').trim()
}

function targetRow({ what, wanted, measured }: Target): string[] {
  const isLeast = 'atLeast' in wanted
  const bound = isLeast ? wanted.atLeast : wanted.atMost
  const met = isLeast ? measured >= bound : measured <= bound
  const outcome = Number.isNaN(measured) ? 'not measured' : met ? 'reached' : 'not reached'
  return [what, `${isLeast ? '≥' : '≤'} ${bound}`, Number.isNaN(measured) ? '' : trim(measured), outcome]
}

const trim = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(3))

await main()
