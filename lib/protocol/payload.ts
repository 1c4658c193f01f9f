import { accept, type Checked, refuse } from './errors.ts'
import { LIMITS } from './limits.ts'

/** A payload as JSON text. From here on it is never parsed again on its way to a subscriber. */
export interface EncodedPayload {
  readonly text: string
  /** Of UTF-8. */
  readonly bytes: number
}

/**
 * Checks a payload and writes it as JSON text; `undefined` is `null`. Depth, binary and numbers are checked by one
 * iterative walk before anything recursive sees the value: decoding 100,000 levels works, stringifying them does not.
 */
export function encodePayload(value: unknown): Checked<EncodedPayload> {
  const fault = payloadFault(value)
  if (fault !== null) return refuse('E_BAD_REQUEST', `payload ${fault}`, { field: 'payload' })
  const text = stringify(value)
  if (text === undefined) return refuse('E_BAD_REQUEST', 'payload is no JSON value', { field: 'payload' })
  const bytes = utf8Bytes(text)
  if (bytes > LIMITS.payloadBytes) {
    return refuse('E_TOO_LARGE', `payload is ${bytes} bytes of JSON, over ${LIMITS.payloadBytes}`, { field: 'payload' })
  }
  return accept({ text, bytes })
}

/** `undefined` for what JSON has no word for (a function, a bigint, a cycle through toJSON): only the SDK can meet those. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value ?? null)
  } catch {
    return undefined
  }
}

/** What is wrong with a payload, but for its size; `null` for nothing. */
export function payloadFault(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return scalarFault(value)
  // Breadth first, one level at a time: the level is the depth, and no recursion to overflow.
  let level: object[] = [value]
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > LIMITS.payloadDepth) return `is nested deeper than ${LIMITS.payloadDepth} levels`
    const next: object[] = []
    for (const node of level) {
      const fault = nodeFault(node, next)
      if (fault !== null) return fault
    }
    level = next
  }
  return null
}

function nodeFault(node: object, next: object[]): string | null {
  if (isBinary(node)) return 'has binary in it: send it as text, base64 for instance'
  const children: readonly unknown[] = Array.isArray(node) ? node : Object.values(node)
  for (const child of children) {
    if (typeof child === 'object' && child !== null) next.push(child)
    else if (typeof child === 'number' && !Number.isFinite(child)) return scalarFault(child)
  }
  return null
}

function scalarFault(value: unknown): string | null {
  return typeof value === 'number' && !Number.isFinite(value) ? 'has a number that is not finite' : null
}

function isBinary(node: object): boolean {
  return (
    ArrayBuffer.isView(node) || node instanceof ArrayBuffer || (typeof Blob !== 'undefined' && node instanceof Blob)
  )
}

/** Length in UTF-8, without writing it down. A lone surrogate counts 3, as its replacement does. */
export function utf8Bytes(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    if (unit < 0x800) bytes += 1
    else if (isPairAt(text, i, unit)) {
      bytes += 2
      i++
    } else bytes += 2
  }
  return bytes
}

function isPairAt(text: string, at: number, unit: number): boolean {
  if (unit < 0xd800 || unit > 0xdbff || at + 1 >= text.length) return false
  const low = text.charCodeAt(at + 1)
  return low >= 0xdc00 && low <= 0xdfff
}
