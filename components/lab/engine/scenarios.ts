import type { LabState, Mode, SubscriberName } from '../model/state.ts'
import type { LabEngine } from './engine.ts'

export type Step =
  | { readonly do: 'publish'; readonly count: number }
  | { readonly do: 'unplug' | 'plug'; readonly who: SubscriberName }
  | { readonly do: 'mode'; readonly who: SubscriberName; readonly mode: Mode }

export interface Scenario {
  readonly name: string
  readonly what: string
  readonly steps: readonly Step[]
}

export const UNPLUG_FOR_SIX: Scenario = {
  name: 'unplug for 6',
  what: 'tablet is away while six of fourteen are published.',
  steps: [
    { do: 'publish', count: 4 },
    { do: 'unplug', who: 'tablet' },
    { do: 'publish', count: 6 },
    { do: 'plug', who: 'tablet' },
    { do: 'publish', count: 4 },
  ],
}

export const SCENARIOS: readonly Scenario[] = [
  UNPLUG_FOR_SIX,
  {
    name: 'crash before the ack',
    what: 'billing dies with messages in its hands, and gets them again.',
    steps: [
      { do: 'publish', count: 2 },
      { do: 'mode', who: 'billing', mode: 'crash' },
      { do: 'publish', count: 3 },
      { do: 'mode', who: 'billing', mode: 'normal' },
      { do: 'publish', count: 1 },
    ],
  },
  {
    name: 'one is slow',
    what: 'billing takes 400 ms for each; nobody waits for it.',
    steps: [
      { do: 'mode', who: 'billing', mode: 'slow' },
      { do: 'publish', count: 6 },
    ],
  },
]

/** So long each step stands, that a person can follow it. */
const SEEN_MS = 900

/** Plays a scenario on a fresh run: each step waits until the one before it has come to rest. `stop` ends it early. */
export async function play(
  engine: LabEngine,
  scenario: Scenario,
  event: string,
  payload: unknown,
  stop: AbortSignal,
): Promise<void> {
  await engine.until((state) => stop.aborted || state.subscribers.every((one) => one.online))
  for (const step of scenario.steps) {
    if (stop.aborted) return
    await act(engine, step, event, payload)
    await Promise.all([
      engine.until((state) => stop.aborted || isAtRest(state)),
      new Promise((resolve) => setTimeout(resolve, SEEN_MS)),
    ])
  }
}

async function act(engine: LabEngine, step: Step, event: string, payload: unknown): Promise<void> {
  if (step.do === 'publish') return engine.publish(step.count, event, payload)
  if (step.do === 'mode') return engine.mode(step.who, step.mode)
  engine.plug(step.who, step.do === 'plug')
}

/** Everybody who is plugged in is there and has nothing in its hands. */
export function isAtRest(state: LabState): boolean {
  return state.subscribers.every((one) => {
    if (!one.plugged) return !one.online
    if (!one.online) return false
    return state.messages.every((message) => isSettled(state.cells.get(`${one.name}:${message.id}`)?.queued))
  })
}

function isSettled(queued: string | undefined): boolean {
  return queued !== 'waiting' && queued !== 'inFlight'
}
