import type { Audience, Delivery } from '../api.ts'
import { counted, listedShort } from '../format.ts'
import type { Scenario } from './file/format.ts'

/** The Lab's own queue, and where a file that names none plays. */
export const SCENARIO_QUEUE = 'lab'

/** What is looked up at the broker before a file plays. */
export interface Look {
  /** Whether there is such a queue. */
  exists(queue: string): Promise<boolean>
  audience(queue: string, event: string, delivery: Delivery): Promise<Pick<Audience, 'now' | 'waits' | 'counts'>>
}

/** A file names a queue that is there already and not the Lab's: whoever plays it says yes first. */
export interface Asking {
  readonly queue: string
  readonly messages: number
  /** Those who would get any of them, by name as far as the broker names them. */
  readonly names: readonly string[]
  /** All of them. */
  readonly listeners: number
}

/** What is to be asked, or `null`. `own`: how the names of the Lab's own subscribers begin, which end with its run. */
export async function askingOf(scenario: Scenario, look: Look, own?: string): Promise<Asking | null> {
  const { queue } = scenario
  const published = scenario.steps.flatMap((step) => ('publish' in step ? [step.publish] : []))
  if (queue === undefined || queue === SCENARIO_QUEUE || published.length === 0) return null
  if (!(await look.exists(queue))) return null
  const kinds = new Map(published.map(({ event, delivery }) => [`${delivery} ${event}`, { event, delivery }]))
  const names = new Set<string>()
  let unnamed = 0
  for (const { event, delivery } of kinds.values()) {
    const { now, waits, counts } = await look.audience(queue, event, delivery)
    const named = [...now, ...waits]
    const all = [counts.now, counts.waits].reduce((sum, { queued, realtime }) => sum + queued + realtime, 0)
    unnamed = Math.max(unnamed, all - named.length)
    for (const { name } of named) if (own === undefined || !name.startsWith(own)) names.add(name)
  }
  const messages = published.reduce((sum, { count }) => sum + count, 0)
  return { queue, messages, names: [...names], listeners: names.size + unnamed }
}

/** "6 messages would go to orders: billing, mail and 3 more get them." */
export function askingWords({ queue, messages, names, listeners }: Asking): string {
  const them = messages === 1 ? 'it' : 'them'
  const who = listeners === 0 ? 'nobody' : listedShort(names, 5, listeners)
  return `${counted(messages, 'message')} would go to ${queue}: ${who} ${listeners > 1 ? 'get' : 'gets'} ${them}.`
}
