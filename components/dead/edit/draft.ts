import type { DeadLetter, EditedRedriveBody } from '../../../lib/api.ts'
import { checkJson, type JsonFault } from '../../publish/json/check.ts'

/** A letter under edit: its payload and its headers as text. */
export interface Draft {
  readonly payload: string
  readonly headers: string
}

export interface CheckedDraft {
  readonly payloadFault: JsonFault | null
  /** Why the headers cannot be sent. */
  readonly headersFault: string | null
  /** What is sent; `null` where something is wrong, or nothing was changed. */
  readonly body: EditedRedriveBody | null
  readonly changed: boolean
}

export function draftOf({ payload, headers }: DeadLetter): Draft {
  return { payload: JSON.stringify(payload, null, 2), headers: headerLines(headers) }
}

/** One a line, `name: value`, as a person writes them. */
function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}

/** Checked as the broker checks a publish. What was not touched is not sent, so that it stays as it was. */
export function checkDraft(letter: DeadLetter, draft: Draft): CheckedDraft {
  const first = draftOf(letter)
  const payload = checkJson(draft.payload)
  const headers = readHeaders(draft.headers)
  const touched = { payload: draft.payload !== first.payload, headers: draft.headers !== first.headers }
  const changed = touched.payload || touched.headers
  const { queue, subscription, seq } = letter
  const fine = payload.ok && typeof headers !== 'string' && changed
  return {
    payloadFault: payload.ok ? null : payload.fault,
    headersFault: typeof headers === 'string' ? headers : null,
    changed,
    body: fine
      ? {
          item: { queue, subscription, seq },
          ...(touched.payload && { payload: payload.value }),
          ...(touched.headers && { headers }),
        }
      : null,
  }
}

function readHeaders(text: string): Record<string, string> | string {
  const pairs: [string, string][] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const at = line.indexOf(':')
    if (at < 1) return `Line ${index + 1} has no name and colon in front, as in trace: t-17.`
    pairs.push([line.slice(0, at).trim(), line.slice(at + 1).trim()])
  }
  return Object.fromEntries(pairs)
}
