import { listed } from '@/lib/format.ts'
import type { Scenario } from '@/lib/scenario/file/format.ts'
import type { Fault } from '@/lib/scenario/file/parse.ts'
import type { LabState } from '@/lib/scenario/lab/state.ts'
import type { StepResult, Verdict } from '@/lib/scenario/play.ts'

/** A scenario in the Lab: under way as long as it has no verdict. Or a file that is none. */
export type Played =
  | { readonly scenario: Scenario; readonly results: readonly StepResult[]; readonly verdict: Verdict | null }
  | { readonly file: string; readonly faults: readonly Fault[] }

/** Why a scenario cannot play in a shared Lab, whose subscribers belong to several browsers; or `null`. */
export function misfit(state: LabState, scenario: Scenario): Fault | null {
  const here = state.subscribers.filter((one) => !one.left)
  const missing = scenario.subscribers.filter(
    ({ name, events }) => !here.some((one) => one.name === name && String(one.events) === String(events)),
  )
  if (missing.length === 0) return null
  const names = missing.map((one) => one.name)
  return { at: 'this shared Lab', message: `has no ${listed(names)}: run it in a Lab of your own` }
}
