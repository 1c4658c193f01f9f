import { counted } from '@/lib/format.ts'
import { type Cutter, type Entry, entryOf } from './cut-lines.ts'

/** Rows below a head of names, as objects. Values stay text: a number of an order may begin with a zero. */
export function cutCsv(): Cutter {
  let head: readonly string[] | null = null
  let row: string[] = []
  let field = ''
  let quoted = false
  let line = 1
  let began = 1
  /** The last was a quote within a quoted field: it ends there, or stands for a quote. */
  let after = false

  function endRow(): Entry[] {
    const fields = [...row, field]
    row = []
    field = ''
    const at = began
    began = line
    if (fields.length === 1 && fields[0]?.trim() === '') return []
    if (head !== null) return [rowOf(head, fields, at)]
    head = fields.map((name) => name.replace('\ufeff', '').trim())
    return []
  }
  function inQuotes(char: string): void {
    if (after && char === '"') field += char
    else if (char !== '"') field += char
    after = char === '"' && !after
  }
  return {
    *push(piece) {
      for (const char of piece) {
        if (char === '\n') line += 1
        if (quoted && after && char !== '"') quoted = after = false
        if (quoted) inQuotes(char)
        else if (char === '"' && field === '') quoted = true
        else if (char === ',') {
          row.push(field)
          field = ''
        } else if (char === '\n') yield* endRow()
        else if (char !== '\r') field += char
      }
    },
    *end() {
      if (quoted && !after) yield { line: began, fault: 'A quote is opened and never closed.' }
      else yield* endRow()
    },
  }
}

function rowOf(head: readonly string[], fields: readonly string[], line: number): Entry {
  if (fields.length !== head.length)
    return { line, fault: `It has ${counted(fields.length, 'field')}, and the first line names ${head.length}.` }
  return entryOf(line, JSON.stringify(Object.fromEntries(head.map((name, index) => [name, fields[index]]))))
}
