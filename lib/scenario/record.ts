import type { Expected, Scenario, Step } from './file/format.ts'
import { SCENARIO_VERSION, WAIT_MS } from './file/version.ts'
import type { Action } from './lab/action.ts'
import { isAtRest, isSettled } from './lab/rest.ts'
import type { LabState, Row } from './lab/state.ts'
import { figuresOf } from './verdict.ts'

/** A dead letter takes its five tries: the backoff between them is most of this. */
const SETTLE_MS = 120_000

/** What was done in a Lab as a scenario, with what was seen in the end as what is expected. */
export function record(name: string, queue: string, history: readonly Action[], state: LabState): Scenario {
  const rows = state.subscribers.filter((one) => !one.left)
  const names = rows.map((one) => one.name)
  const steps = history.flatMap((action): Step[] => stepsOf(action, names))
  return {
    holdline: SCENARIO_VERSION,
    name,
    what: '',
    queue,
    subscribers: rows.map(({ name, events }): Row & { events?: string[] } => ({
      name,
      ...(events !== undefined && { events: [...events] }),
    })),
    steps: [...steps, ...ending(state, names)],
  }
}

/** Whether there is anything to record. */
export function isRecordable(history: readonly Action[]): boolean {
  return history.some((action) => action.do === 'publish')
}

/** The text of its file. */
export function scenarioText(scenario: Scenario): string {
  return `${JSON.stringify(scenario, null, 2)}\n`
}

/** `unplug-for-6.json` */
export function fileNameOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['scenario']
  return `${words.join('-')}.json`
}

// What was done by hand was done in its own time: each step waits until the one before it has come to rest.
function stepsOf(action: Action, names: readonly string[]): Step[] {
  const rest: Step = { waitFor: 'rest', withinMs: WAIT_MS }
  if (action.do === 'publish') return [{ publish: action.publish }, rest]
  if (action.do === 'plug' && names.includes(action.who)) {
    return action.on ? [{ plug: action.who }, rest] : [{ unplug: action.who }]
  }
  if (action.do === 'mode' && names.includes(action.who)) return [{ mode: { who: action.who, mode: action.mode } }]
  return []
}

function ending(state: LabState, names: readonly string[]): Step[] {
  const settled = isSettled(state)
  const expect = Object.fromEntries(names.map((who) => [who, expectedOf(state, who, settled)]))
  if (!settled || !isAtRest(state)) return [{ expect }]
  const failed = [...state.cells.values()].some((cell) => cell.failures > 0)
  return failed ? [{ waitFor: 'settled', withinMs: SETTLE_MS }, { expect }] : [{ expect }]
}

/** Figures that playing it again brings again. What is still to be retried is no end that can be expected. */
function expectedOf(state: LabState, who: string, settled: boolean): Expected {
  const { realtime, queued } = figuresOf(state, who)
  const of = (figures: typeof queued, name: string) => Number(figures[name] ?? 0)
  const live = { received: of(realtime, 'received'), missed: of(realtime, 'missed') }
  if (!settled) return { realtime: live }
  const dead = of(queued, 'dead')
  return {
    realtime: live,
    queued: {
      acked: of(queued, 'acked'),
      waiting: of(queued, 'waiting'),
      ...(dead > 0 && { dead }),
      inOrder: queued.inOrder === true,
    },
  }
}
