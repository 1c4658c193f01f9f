import { checkJson } from '../json/check.ts'

/** One entry of a file: its payload, or why it is none. `line` is where it begins, from 1. */
export type Entry =
  | { readonly line: number; readonly payload: unknown }
  | { readonly line: number; readonly fault: string }

/** Takes pieces of text and gives the entries that are complete. */
export interface Cutter {
  push(piece: string): Iterable<Entry>
  end(): Iterable<Entry>
}

/** An entry out of its text. */
export function entryOf(line: number, text: string): Entry {
  const checked = checkJson(text)
  return checked.ok ? { line, payload: checked.value } : { line, fault: checked.fault.message }
}

/** A JSON value on each line; empty lines are skipped. */
export function cutLines(): Cutter {
  let rest = ''
  let line = 0
  const take = (text: string): Entry[] => {
    line += 1
    return text.trim() === '' ? [] : [entryOf(line, text)]
  }
  return {
    *push(piece) {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      for (const text of lines) yield* take(text)
    },
    *end() {
      if (rest !== '') yield* take(rest)
    },
  }
}
