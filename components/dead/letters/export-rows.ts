import type { DeadLetter, DeadLetterFilter } from '../../../lib/api.ts'
import { type ExportRow, type ExportRun, everyPage } from '../../../lib/export.ts'
import { letterPage } from '../../../lib/queries/dead-letters.ts'

type Meant = { readonly filter: DeadLetterFilter; readonly total: number } | { readonly letters: readonly DeadLetter[] }

/** Letters as rows of a file, each with its payload and its attempts. */
export async function exportRows(meant: Meant, run: ExportRun): Promise<readonly ExportRow[]> {
  if ('letters' in meant) return meant.letters.map(rowOf)
  const { filter, total } = meant
  const letters = await everyPage(run, (cursor, signal) => letterPage(filter, cursor, signal), total)
  return letters.map(rowOf)
}

// In the order in which a person reads them; a key that is missing leaves its cell empty.
function rowOf({
  queue,
  subscription,
  seq,
  deadAt,
  reason,
  event,
  key,
  id,
  publishedAt,
  ...rest
}: DeadLetter): ExportRow {
  return { queue, subscription, seq, deadAt, reason, event, key, id, publishedAt, ...rest }
}
