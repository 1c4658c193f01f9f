/**
 * Columns as array literals of Postgres: one text parameter each, cast in SQL. The driver then encodes 14 strings for a
 * commit of a thousand rows, and the backend parses no JSON (4.9 against 9.2 µs a row).
 */

/** Escaping `\` and `"` is all that a quoted element needs; `JSON.stringify` would turn a tab into `\t`, which is a `t` here. */
const special = /["\\]/g

function element(value: string | null): string {
  return value === null ? 'NULL' : `"${value.replace(special, '\\$&')}"`
}

export function textColumn<T>(rows: readonly T[], of: (row: T) => string | null): string {
  return `{${rows.map((row) => element(of(row))).join(',')}}`
}

/** Numbers and booleans, which need no quotes. */
export function plainColumn<T>(rows: readonly T[], of: (row: T) => number | boolean | null): string {
  return `{${rows.map((row) => of(row) ?? 'NULL').join(',')}}`
}
