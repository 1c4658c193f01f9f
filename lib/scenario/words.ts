import { counted, listed } from '../format.ts'
import type { Expectations, Step } from './file/format.ts'
import type { Check } from './verdict.ts'

const WAIT_WORDS = {
  rest: 'until all is at rest',
  settled: 'until nothing is retried any more',
  caughtUp: 'until all have caught up',
} as const

/** A step in a line: "publish 6 × update". */
export function stepWords(step: Step): string {
  if ('publish' in step) {
    const { count, event, delivery, key } = step.publish
    const how = delivery === 'realtime' ? ', in real time alone' : ''
    return `publish ${counted(count, 'message')}, ${event}${how}${key === undefined ? '' : `, key ${key}`}`
  }
  if ('unplug' in step) return `unplug ${step.unplug}`
  if ('plug' in step) return `plug ${step.plug} back in`
  if ('mode' in step) return `set ${step.mode.who} to ${step.mode.mode}`
  if ('waitFor' in step) return `wait ${waitWords(step.waitFor)}`
  return `expect of ${listed(Object.keys(step.expect))}`
}

function waitWords(wanted: keyof typeof WAIT_WORDS | Expectations): string {
  return typeof wanted === 'string' ? WAIT_WORDS[wanted] : `until the figures of ${listed(Object.keys(wanted))} are so`
}

const LANES = { realtime: 'real time', queued: 'queued' } as const
const FIGURES: Readonly<Record<string, string>> = { caughtUp: 'caught up', inOrder: 'in order' }

/** "tablet, real time: missed" */
export function checkWords({ who, lane, figure }: Check): string {
  return `${who}, ${LANES[lane]}: ${FIGURES[figure] ?? figure}`
}
