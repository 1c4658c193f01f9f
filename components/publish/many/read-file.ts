import { cutArray } from './cut-array.ts'
import { cutCsv } from './cut-csv.ts'
import { type Cutter, cutLines, type Entry } from './cut-lines.ts'

export type FileKind = 'lines' | 'array' | 'csv'

/** What a file is, by its name and its first characters. */
export function kindOf(name: string, start: string): FileKind {
  if (/\.csv$/i.test(name)) return 'csv'
  return start.trimStart().startsWith('[') && !/\.(ndjson|jsonl)$/i.test(name) ? 'array' : 'lines'
}

const CUTTERS: Readonly<Record<FileKind, () => Cutter>> = { lines: cutLines, array: cutArray, csv: cutCsv }

/** Reads a file entry by entry; never more than a piece of it and one entry are in memory. */
export async function* readFile(file: File): AsyncGenerator<Entry> {
  const kind = kindOf(file.name, await file.slice(0, 1_024).text())
  const cut = CUTTERS[kind]()
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    yield* cut.push(value)
  }
  yield* cut.end()
}
