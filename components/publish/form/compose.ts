import type { Delivery } from '@/lib/api.ts'
import type { JsonCheck } from '../json/check.ts'
import { checkTemplate, fillJson, fillText, hasMarks, markFault } from '../template/fill.ts'
import type { Turn } from '../template/values.ts'
import { checkDraft, type Draft, type Faults } from './draft.ts'

/** A form as it would be sent: its values generated, and what is wrong with it. */
export interface Composed {
  readonly filled: Draft
  /** Values were generated: each message is another one. */
  readonly generated: boolean
  readonly faults: Faults
  readonly json: JsonCheck
  readonly complete: boolean
}

/** Whether the form has {{…}}, whatever becomes of them. */
export function marked({ text, id, key, headers }: Draft): boolean {
  return [text, id, key, headers].some(hasMarks)
}

/** Generates the values of a form, where it has any, and checks what came of it as the broker will. */
export function compose(draft: Draft, delivery: Delivery, turn: Turn): Composed {
  if (!draft.generate || !marked(draft)) return { filled: draft, generated: false, ...checkDraft(draft, delivery) }
  const json = checkTemplate(draft.text)
  const filled: Draft = {
    ...draft,
    text: json.ok ? fillJson(draft.text, turn) : draft.text,
    id: fillText(draft.id, turn),
    key: fillText(draft.key, turn),
    headers: fillText(draft.headers, turn),
  }
  const checked = checkDraft(filled, delivery)
  const faults: Faults = { ...checked.faults, ...markFaults(draft) }
  if (!json.ok) faults.payload = json.fault.message
  return {
    filled,
    generated: true,
    faults,
    json: json.ok ? checked.json : json,
    complete: checked.complete && Object.keys(faults).length === 0,
  }
}

function markFaults(draft: Draft): Faults {
  const faults: Faults = {}
  for (const field of ['id', 'key', 'headers'] as const) {
    const fault = markFault(draft[field])
    if (fault !== null) faults[field] = fault.message
  }
  return faults
}
