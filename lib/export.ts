/** Rows as files: JSON for programs, CSV for spreadsheets. */

export type ExportRow = Readonly<Record<string, unknown>>
export type ExportFormat = 'json' | 'csv'

/** Rows that one file takes at most: they are held in the tab's memory until they are written. */
export const EXPORT_MOST = 100_000

/** A long export says how far it is, and ends when it is cancelled. */
export interface ExportRun {
  readonly signal: AbortSignal
  /** `done` rows are here, of `total` where that is known. */
  readonly progress: (done: number, total?: number) => void
}

interface Paged<Row> {
  readonly items: readonly Row[]
  readonly nextCursor: string | null
}

/**
 * Every row of a list of the API, one page after the other, up to `EXPORT_MOST`. `page` is asked with the cursor of the
 * page before (`undefined` at first). @throws what `page` throws, and an `AbortError` once cancelled.
 */
export async function everyPage<Row>(
  run: ExportRun,
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<Paged<Row>>,
  total?: number,
): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    run.signal.throwIfAborted()
    const next = await page(cursor, run.signal)
    for (const row of next.items) rows.push(row)
    run.progress(rows.length, total)
    cursor = next.nextCursor ?? undefined
  } while (cursor !== undefined && rows.length < EXPORT_MOST)
  return rows.slice(0, EXPORT_MOST)
}
