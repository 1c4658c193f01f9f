/** Plays scenario files against a running broker: 0 all passed, 1 one did not, 2 a file or an option is at fault. */
import { readFileSync } from 'node:fs'
import { askingOf, askingWords, SCENARIO_QUEUE } from '../../lib/scenario/asking.ts'
import type { Scenario } from '../../lib/scenario/file/format.ts'
import { parseScenario } from '../../lib/scenario/file/parse.ts'
import { Lab, runId } from '../../lib/scenario/lab/lab.ts'
import { play, type Verdict } from '../../lib/scenario/play.ts'
import { handsAt } from './hands.ts'
import { type Options, optionsOf, USAGE } from './options.ts'
import { stepLines, verdictLine } from './report.ts'

const EXIT = { passed: 0, failed: 1, unreadable: 2 } as const

interface Read {
  readonly file: string
  readonly scenario: Scenario
}

/** Reads all of them before one is played: a bad file ends it before anything happens. */
function readAll(files: readonly string[]): readonly Read[] | null {
  const read: Read[] = []
  for (const file of files) {
    const parsed = parseScenario(readFileSync(file, 'utf8'))
    if (parsed.ok) read.push({ file, scenario: parsed.scenario })
    else for (const { at, message } of parsed.faults) console.error(`${file}: ${at} ${message}`)
  }
  return read.length === files.length ? read : null
}

async function playOne({ file, scenario }: Read, { url, token, queue, json }: Options): Promise<Verdict> {
  const say = json ? () => undefined : (line: string) => console.log(line)
  const place = {
    url,
    queue: queue ?? scenario.queue ?? SCENARIO_QUEUE,
    run: runId(),
    ...(token !== undefined && { token }),
  }
  const lab = new Lab(place, handsAt(url, token), 'command', scenario.subscribers)
  say(`\n${scenario.name}   ${file}, queue ${place.queue} on ${url}`)
  lab.open()
  const onStep = (result: Parameters<typeof stepLines>[0]) => stepLines(result).forEach(say)
  const verdict = await play(lab, scenario, { onStep })
  await lab.close()
  say(verdictLine(scenario, verdict))
  return verdict
}

/** Why none is played, as the code to end with: one plays in a queue that is in use and was not named by who runs this. */
async function refusalOf(all: readonly Read[], { url, token, queue, yes }: Options): Promise<number | null> {
  if (queue !== undefined || yes) return null
  const asked: string[] = []
  for (const { file, scenario } of all) {
    const asking = await askingOf(scenario, handsAt(url, token)).catch((error: unknown) => String(error))
    if (typeof asking === 'string') {
      console.error(`${file}: ${url} does not say what is in ${scenario.queue}: ${asking}`)
      return EXIT.failed
    }
    if (asking === null) continue
    const words = `${asking.queue} is there already. ${askingWords(asking)}`
    asked.push(`${file}: ${words} Say --yes, or --queue with the queue that is meant.`)
  }
  for (const line of asked) console.error(line)
  return asked.length === 0 ? null : EXIT.unreadable
}

async function run(options: Options): Promise<number> {
  const all = readAll(options.files)
  if (all === null) return EXIT.unreadable
  const refusal = await refusalOf(all, options)
  if (refusal !== null) return refusal
  const verdicts: (Verdict & { file: string; name: string })[] = []
  for (const one of all) verdicts.push({ file: one.file, name: one.scenario.name, ...(await playOne(one, options)) })
  const passed = verdicts.every((verdict) => verdict.passed)
  if (options.json) console.log(JSON.stringify({ passed, scenarios: verdicts }, null, 2))
  return passed ? EXIT.passed : EXIT.failed
}

try {
  process.exitCode = await run(optionsOf(process.argv.slice(2), process.env))
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  process.exitCode = EXIT.unreadable
}
