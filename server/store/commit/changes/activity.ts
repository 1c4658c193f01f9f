import { plainColumn, textColumn } from '../literals.ts'
import { type ChangeOf, plainText, type Tx } from './rows.ts'

export async function putActivities(tx: Tx, changes: readonly ChangeOf<'putActivity'>[]): Promise<void> {
  const rows = changes.map(({ activity }) => activity)
  await tx.$executeRawUnsafe(
    `INSERT INTO activity (id, at, kind, queue, subscription, text, job, by_kind, by_name, by_address)
     SELECT a.id, to_timestamp(a.at_ms / 1000), a.kind, a.queue, a.subscription, a.text, a.job, a.by_kind, a.by_name,
            a.by_address
     FROM unnest($1::text::text[], $2::text::float8[], $3::text::text[], $4::text::text[], $5::text::text[],
                 $6::text::text[], $7::text::text[], $8::text::text[], $9::text::text[], $10::text::text[])
       AS a (id, at_ms, kind, queue, subscription, text, job, by_kind, by_name, by_address)
     ON CONFLICT DO NOTHING`,
    textColumn(rows, (row) => row.id),
    plainColumn(rows, (row) => row.at),
    textColumn(rows, (row) => row.kind),
    textColumn(rows, (row) => row.queue),
    textColumn(rows, (row) => row.subscription),
    textColumn(rows, (row) => plainText(row.text)),
    textColumn(rows, (row) => row.job),
    textColumn(rows, (row) => row.by.kind),
    textColumn(rows, (row) => row.by.name && plainText(row.by.name)),
    textColumn(rows, (row) => row.by.address && plainText(row.by.address)),
  )
}
