import { count, listed } from '../../format.ts'
import { check } from '../../protocol/check.ts'
import { isRecord } from '../../protocol/is-record.ts'
import { Head, MOST_MESSAGES, type Scenario, STEPS, type Step, type StepWord } from './format.ts'

/** What is wrong with a file, and where: "step 3", or "the file". */
export interface Fault {
  readonly at: string
  readonly message: string
}

export type Parsed =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** Reads a scenario from a file's text. */
export function parseScenario(text: string): Parsed {
  try {
    return readScenario(JSON.parse(text))
  } catch (error) {
    return { ok: false, faults: [whole(`is no JSON: ${error instanceof Error ? error.message : String(error)}`)] }
  }
}

/** Checks what a file holds, and names every step that is at fault. */
export function readScenario(input: unknown): Parsed {
  const head = check(Head, input)
  if (!head.ok) return { ok: false, faults: [whole(headFault(input, head.error.message))] }
  const names = head.value.subscribers.map((one) => one.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return { ok: false, faults: [whole(`names the subscriber ${twice} twice`)] }
  const read = head.value.steps.map((step, index) => readStep(step, index + 1, names))
  const faults = read.flatMap((one) => ('message' in one ? [one] : []))
  const steps = read.flatMap((one) => ('step' in one ? [one.step] : []))
  const messages = steps.reduce((sum, step) => sum + ('publish' in step ? step.publish.count : 0), 0)
  if (messages > MOST_MESSAGES)
    faults.push(whole(`publishes ${count(messages)} messages, over ${count(MOST_MESSAGES)}`))
  return faults.length > 0 ? { ok: false, faults } : { ok: true, scenario: { ...head.value, steps } }
}

function readStep(input: unknown, number: number, names: readonly string[]): { readonly step: Step } | Fault {
  const at = `step ${number}`
  const words = isRecord(input) ? Object.keys(input).filter(isStepWord) : []
  const [word] = words
  if (word === undefined || words.length > 1) {
    return { at, message: `must have exactly one of ${Object.keys(STEPS).join(', ')}` }
  }
  const checked = check<Step>(STEPS[word], input)
  if (!checked.ok) return { at, message: checked.error.message }
  const stranger = namedBy(checked.value).find((name) => !names.includes(name))
  if (stranger === undefined) return { step: checked.value }
  return { at, message: `${word} names ${stranger}, and the subscribers are ${listed(names)}` }
}

/** The subscribers that a step speaks of. */
function namedBy(step: Step): readonly string[] {
  if ('unplug' in step) return [step.unplug]
  if ('plug' in step) return [step.plug]
  if ('mode' in step) return [step.mode.who]
  if ('expect' in step) return Object.keys(step.expect)
  return 'waitFor' in step && typeof step.waitFor === 'object' ? Object.keys(step.waitFor) : []
}

function isStepWord(word: string): word is StepWord {
  return Object.hasOwn(STEPS, word)
}

// A file of something else altogether is told what is missing first.
function headFault(input: unknown, message: string): string {
  if (isRecord(input) && input.holdline === 1) return message
  return 'is no scenario of version 1: it begins with "holdline": 1'
}

function whole(message: string): Fault {
  return { at: 'the file', message }
}
