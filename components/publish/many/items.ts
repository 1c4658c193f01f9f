import { later } from '@/components/ui/overlay/later.ts'
import type { Delivery } from '@/lib/api.ts'
import { messageId } from '@/lib/client/publish/ids.ts'
import { compose } from '../form/compose.ts'
import { type Draft, messageOf } from '../form/draft.ts'
import { fillText, hasMarks } from '../template/fill.ts'
import type { Item } from './run.ts'

const reading = later(() => import('./read-file.ts'))

/** So many of a form, each with values of its own. */
export function* formItems(draft: Draft, delivery: Delivery, count: number): Generator<Item> {
  for (let counter = 1; counter <= count; counter++) {
    const { filled, json } = compose(draft, delivery, { counter, now: Date.now() })
    if (json.ok) yield itemOf(draft, filled, json.value, delivery, counter)
    else yield { line: counter, fault: json.fault.message }
  }
}

/** The payloads of a file, each with the form's event, key and headers. */
export async function* fileItems(draft: Draft, delivery: Delivery, file: File): AsyncGenerator<Item> {
  const { readFile } = await reading.come()
  let counter = 0
  for await (const entry of readFile(file)) {
    if ('fault' in entry) yield entry
    else {
      counter += 1
      yield itemOf(draft, filledFor(draft, counter), entry.payload, delivery, entry.line)
    }
  }
}

function filledFor(draft: Draft, counter: number): Draft {
  if (!draft.generate) return draft
  const turn = { counter, now: Date.now() }
  const { id, key, headers } = draft
  return { ...draft, id: fillText(id, turn), key: fillText(key, turn), headers: fillText(headers, turn) }
}

// Each has an id from the start: tried again, it is stored once. One id for all would make them one message.
function itemOf(draft: Draft, filled: Draft, payload: unknown, delivery: Delivery, line: number): Item {
  const id = draft.generate && hasMarks(draft.id) ? filled.id : messageId()
  return { line, message: { ...messageOf(filled, payload, delivery), id } }
}

/** What a file holds, found by reading it once without keeping it. */
export interface Survey {
  readonly file: File
  readonly good: number
  readonly bad: number
  readonly firstFault: { readonly line: number; readonly fault: string } | null
}

const TURN_EVERY = 2_000

/** Counts a file's entries; lets the page draw in between. `null`: another was chosen meanwhile. */
export async function survey(file: File, signal: AbortSignal): Promise<Survey | null> {
  const { readFile } = await reading.come()
  let good = 0
  let bad = 0
  let firstFault: Survey['firstFault'] = null
  for await (const entry of readFile(file)) {
    if (signal.aborted) return null
    if ('fault' in entry) {
      bad += 1
      firstFault ??= entry
    } else good += 1
    if ((good + bad) % TURN_EVERY === 0) await new Promise((drawn) => setTimeout(drawn))
  }
  return { file, good, bad, firstFault }
}
