import type { Expectations, Scenario, Step } from './file/format.ts'
import { WAIT_MS } from './file/version.ts'
import type { Lab } from './lab/lab.ts'
import { isAtRest, isCaughtUp, isSettled } from './lab/rest.ts'
import type { LabState } from './lab/state.ts'
import { allHold, type Check, judge } from './verdict.ts'

/** How a step went. `fault` says why it could not be done; `checks` are what an `expect` saw. */
export interface StepResult {
  readonly number: number
  readonly step: Step
  readonly ok: boolean
  readonly fault: string | null
  readonly checks: readonly Check[]
}

export interface Verdict {
  readonly passed: boolean
  readonly results: readonly StepResult[]
  /** Steps that were not played: one before them could not be done. */
  readonly left: number
}

export interface PlayOptions {
  readonly signal?: AbortSignal
  /** Each deed stands at least so long, that a person can follow it. */
  readonly paceMs?: number
  readonly onStep?: (result: StepResult) => void
}

/** Plays a scenario in a Lab, step after step. A step that cannot be done ends it; one that is not as expected does not. */
export async function play(lab: Lab, scenario: Scenario, options: PlayOptions = {}): Promise<Verdict> {
  const results: StepResult[] = []
  const { signal, paceMs = 0, onStep } = options
  let fault = await ready(lab, signal)
  for (const [index, step] of scenario.steps.entries()) {
    if (signal?.aborted === true) break
    const paced = isDeed(step) ? new Promise((resolve) => setTimeout(resolve, paceMs)) : null
    const result = await playStep(lab, step, index + 1, fault, signal)
    results.push(result)
    onStep?.(result)
    fault = result.fault
    if (fault !== null) break
    await paced
  }
  const left = scenario.steps.length - results.length
  return { passed: left === 0 && results.every((result) => result.ok), results, left }
}

function isDeed(step: Step): boolean {
  return !('waitFor' in step || 'expect' in step)
}

async function playStep(
  lab: Lab,
  step: Step,
  number: number,
  earlier: string | null,
  signal?: AbortSignal,
): Promise<StepResult> {
  const fault = earlier ?? (await act(lab, step, signal))
  const checks = fault === null && 'expect' in step ? judge(lab.state(), step.expect) : []
  return { number, step, ok: fault === null && allHold(checks), fault, checks }
}

/** Everybody must be there before the first step. */
function ready(lab: Lab, signal: AbortSignal | undefined): Promise<string | null> {
  const there = (state: LabState) => state.subscribers.length > 0 && state.subscribers.every((one) => one.online)
  return within(lab, there, WAIT_MS, signal, (state) => {
    const away = state.subscribers.filter((one) => !one.online).map((one) => one.name)
    return state.failure ?? `not connected within ${WAIT_MS / 1_000} s: ${away.join(', ')}`
  })
}

/** Does what a step says. Answers why it could not, or `null`. */
async function act(lab: Lab, step: Step, signal: AbortSignal | undefined): Promise<string | null> {
  if ('publish' in step) return lab.publish({ ...step.publish, payload: step.publish.payload ?? null })
  if ('mode' in step) {
    await lab.mode(step.mode.who, step.mode.mode)
    return null
  }
  if ('unplug' in step) return plug(lab, step.unplug, false, signal)
  if ('plug' in step) return plug(lab, step.plug, true, signal)
  if ('waitFor' in step) return wait(lab, step.waitFor, step.withinMs, signal)
  return null
}

async function plug(lab: Lab, who: string, on: boolean, signal: AbortSignal | undefined): Promise<string | null> {
  await lab.plug(who, on)
  const done = (state: LabState) => state.subscribers.some((one) => one.name === who && one.online === on)
  return within(lab, done, WAIT_MS, signal, (state) => state.failure ?? `${who} did not ${on ? 'come' : 'go'}`)
}

const WORDS = { rest: isAtRest, settled: isSettled, caughtUp: isCaughtUp } as const

function wait(
  lab: Lab,
  wanted: keyof typeof WORDS | Expectations,
  withinMs: number,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  if (typeof wanted === 'string') {
    return within(lab, WORDS[wanted], withinMs, signal, () => `not so within ${withinMs} ms`)
  }
  const holds = (state: LabState) => allHold(judge(state, wanted))
  return within(lab, holds, withinMs, signal, (state) => {
    const open = judge(state, wanted).filter((check) => !check.ok)
    const words = open.map(({ who, figure, seen, expected }) => `${who} ${figure} ${seen} instead of ${expected}`)
    return `not so within ${withinMs} ms: ${words.join(', ')}`
  })
}

/** Waits until the Lab is as asked, or could not connect, or the time is over. */
async function within(
  lab: Lab,
  holds: (state: LabState) => boolean,
  ms: number,
  signal: AbortSignal | undefined,
  why: (state: LabState) => string,
): Promise<string | null> {
  const ends = new AbortController()
  const end = () => ends.abort()
  const timer = setTimeout(end, ms)
  signal?.addEventListener('abort', end)
  await lab.until((state) => holds(state) || state.status === 'failed' || signal?.aborted === true, ends.signal)
  clearTimeout(timer)
  signal?.removeEventListener('abort', end)
  return holds(lab.state()) ? null : why(lab.state())
}
