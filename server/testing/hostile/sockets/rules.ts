/**
 * What protocol.md says of each field, written a second time and without the schemas, so that the two can disagree. A rule
 * answers every fault of an input: which of them is named first is not promised.
 */

export interface Fault {
  readonly code: 'E_BAD_REQUEST' | 'E_NAME' | 'E_TOO_LARGE'
  /** `undefined`: the whole. */
  readonly field?: string | undefined
}

export type Rule = (value: unknown) => Fault['code'] | null

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/

export const name: Rule = (value) => {
  if (typeof value !== 'string') return 'E_BAD_REQUEST'
  return NAME.test(value) && value.length <= 128 ? null : 'E_NAME'
}

/** Half a surrogate pair comes back from UTF-8 as another character. */
const isPlain = (text: string): boolean => !text.includes('\0') && Buffer.from(text).toString() === text

export const text =
  (most: number, least = 0): Rule =>
  (value) => {
    if (typeof value !== 'string') return 'E_BAD_REQUEST'
    if (value.length > most) return 'E_TOO_LARGE'
    return value.length >= least && isPlain(value) ? null : 'E_BAD_REQUEST'
  }

export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): Rule =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most ? null : 'E_BAD_REQUEST'

export const one =
  (...values: readonly unknown[]): Rule =>
  (value) =>
    values.includes(value) ? null : 'E_BAD_REQUEST'

export const flag = one(true, false)

export const headers: Rule = (value) => {
  if (!isObject(value)) return 'E_BAD_REQUEST'
  const pairs = Object.entries(value)
  if (pairs.length > 32) return 'E_TOO_LARGE'
  if (!pairs.flat().every((part) => typeof part === 'string' && isPlain(part))) return 'E_BAD_REQUEST'
  return pairs.flat().reduce<number>((sum, part) => sum + Buffer.byteLength(String(part)), 0) > 8_192
    ? 'E_TOO_LARGE'
    : null
}

function depth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depth))
}

export const payload: Rule = (value) => {
  if (depth(value) > 128) return 'E_BAD_REQUEST'
  return Buffer.byteLength(JSON.stringify(value)) > 262_144 ? 'E_TOO_LARGE' : null
}

export const events: Rule = (value) => {
  if (!Array.isArray(value) || value.length === 0) return 'E_BAD_REQUEST'
  if (value.length > 1_000) return 'E_TOO_LARGE'
  const wrong = value.map((event) => (event === '*' ? null : name(event))).find((code) => code !== null)
  return wrong ?? (value.includes('*') && value.length > 1 ? 'E_BAD_REQUEST' : null)
}

/** Every fault of an object's fields. Absent and `null` is the same, but for the payload. */
export function faultsOf(input: unknown, rules: Readonly<Record<string, Rule>>, needed: readonly string[]): Fault[] {
  if (!isObject(input)) return [{ code: 'E_BAD_REQUEST' }]
  const faults: Fault[] = []
  for (const field of needed) if ((input[field] ?? null) === null) faults.push({ code: 'E_BAD_REQUEST', field })
  for (const [field, value] of Object.entries(input)) {
    if (value === null) continue
    const code = Object.hasOwn(rules, field) ? rules[field]?.(value) : 'E_BAD_REQUEST'
    if (code) faults.push({ code, field })
  }
  return faults
}
