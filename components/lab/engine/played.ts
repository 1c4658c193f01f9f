import type { Scenario } from '@/lib/scenario/file/format.ts'
import type { Fault } from '@/lib/scenario/file/parse.ts'
import type { StepResult, Verdict } from '@/lib/scenario/play.ts'

/** A scenario in the Lab: under way as long as it has no verdict. Or a file that is none. */
export type Played =
  | { readonly scenario: Scenario; readonly results: readonly StepResult[]; readonly verdict: Verdict | null }
  | { readonly file: string; readonly faults: readonly Fault[] }
