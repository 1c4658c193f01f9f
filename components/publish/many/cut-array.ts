import { type Cutter, type Entry, entryOf } from './cut-lines.ts'

/** The elements of one JSON array. */
export function cutArray(): Cutter {
  let text = ''
  let line = 1
  let began = 1
  /** 0 before the array and after it. */
  let depth = 0
  let closed = false
  let quoted = false
  let escaped = false

  function take(): Entry[] {
    const whole = text
    text = ''
    return whole.trim() === '' ? [] : [entryOf(began, whole)]
  }
  function step(char: string): void {
    if (char === '\n') line += 1
    if (escaped) escaped = false
    else if (quoted && char === '\\') escaped = true
    else if (char === '"') quoted = !quoted
    else if (quoted) return
    else if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') depth -= 1
  }
  return {
    *push(piece) {
      for (const char of piece) {
        const before = depth
        step(char)
        if (closed || before === 0) continue
        closed = depth === 0
        if (closed || (char === ',' && depth === 1 && !quoted)) yield* take()
        else {
          if (text.trim() === '') began = line
          text += char
        }
      }
    },
    *end() {
      if (!closed) yield { line, fault: 'The array has no end: its last ] is missing.' }
    },
  }
}
