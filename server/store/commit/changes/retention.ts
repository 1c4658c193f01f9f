import type { ChangeOf, Tx } from './rows.ts'

/** The last one counts. */
export async function putAgesFrom(tx: Tx, changes: readonly ChangeOf<'putAgesFrom'>[]): Promise<void> {
  const agesFrom = new Date(changes.at(-1)?.at ?? 0)
  await tx.retention.upsert({ where: { id: 1 }, create: { id: 1, agesFrom }, update: { agesFrom } })
}
