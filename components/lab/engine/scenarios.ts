import type { Scenario } from '@/lib/scenario/file/format.ts'
import { readScenario } from '@/lib/scenario/file/parse.ts'
import crash from '@/scenarios/crash-before-the-ack.json'
import fail from '@/scenarios/fail-to-dead.json'
import slow from '@/scenarios/one-is-slow.json'
import realtime from '@/scenarios/real-time-alone.json'
import unplug from '@/scenarios/unplug-for-six.json'

/** The files of scenarios/, which the command plays too. The first one is offered first. Read as the pages are built. */
export const SCENARIOS: readonly Scenario[] = [unplug, crash, slow, fail, realtime].flatMap((file) => {
  const read = readScenario(file)
  return read.ok ? [read.scenario] : []
})
