import type { ExportFormat, ExportRow } from './export.ts'

/** The text of a file. CSV begins with a byte order mark: without it a spreadsheet takes UTF-8 for its own old code page. */
export function exportText(format: ExportFormat, rows: readonly ExportRow[]): string {
  return format === 'json' ? `${JSON.stringify(rows, null, 2)}\n` : `\uFEFF${csv(rows)}`
}

/** "orders-messages-2026-03-01T12-04-34Z.csv": sorts by time, and every system takes it as a name. */
export function exportName(name: string, format: ExportFormat, now: number): string {
  const at = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-')
  return `${name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}-${at}.${format}`
}

/** RFC 4180: a head with every field that any row has, in the order in which they first come; lines end with CRLF. */
export function csv(rows: readonly ExportRow[]): string {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [fields.map(cell), ...rows.map((row) => fields.map((field) => cell(row[field])))]
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}

/** What is no text or number is written as JSON; nothing is an empty cell. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return quoted(harmless(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')))
}

/** Text that a spreadsheet would run as a formula gets an apostrophe in front: then it is shown as it stands. */
function harmless(text: string): string {
  return /^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
