/** What may stand at a place in JSON. */
export type Expected = 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'colon' | 'commaOrEnd' | 'nothing'

const TOKEN =
  /[{}[\],:]|"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/uy
const SPACE = /[ \t\r\n]*/y

/**
 * Finds where a text stops being JSON, and what would be allowed there. The engines' own parsers tell the place in
 * different ways, and mostly not at all. @returns `null` for a text that is JSON.
 */
export function locateFault(text: string): { at: number; expected: Expected } | null {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let at = after(SPACE, text, 0)
  while (at < text.length) {
    const end = after(TOKEN, text, at)
    const next: Expected | null = end === at ? null : step(text.slice(at, end), expected, open)
    if (next === null) return { at, expected }
    expected = next
    at = after(SPACE, text, end)
  }
  return expected === 'nothing' ? null : { at: text.trimEnd().length, expected }
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return at + (pattern.exec(text)?.[0].length ?? 0)
}

/** What may follow a token; `null` where the token itself may not stand. */
function step(token: string, expected: Expected, open: ('{' | '[')[]): Expected | null {
  if (token === '}' || token === ']') return close(token, expected, open)
  if (token === ':') return expected === 'colon' ? 'value' : null
  if (token === ',') return expected === 'commaOrEnd' ? comma(open) : null
  if (expected === 'name' || expected === 'nameOrEnd') return token.startsWith('"') ? 'colon' : null
  if (expected !== 'value' && expected !== 'valueOrEnd') return null
  if (token !== '{' && token !== '[') return afterValue(open)
  open.push(token)
  return token === '{' ? 'nameOrEnd' : 'valueOrEnd'
}

function close(token: '}' | ']', expected: Expected, open: ('{' | '[')[]): Expected | null {
  if (open.at(-1) !== (token === '}' ? '{' : '[')) return null
  if (expected !== 'commaOrEnd' && expected !== (token === '}' ? 'nameOrEnd' : 'valueOrEnd')) return null
  open.pop()
  return afterValue(open)
}

function comma(open: readonly string[]): Expected {
  return open.at(-1) === '{' ? 'name' : 'value'
}

function afterValue(open: readonly string[]): Expected {
  return open.length === 0 ? 'nothing' : 'commaOrEnd'
}
