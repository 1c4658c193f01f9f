import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { textColumn } from '../commit/literals.ts'
import type { NewerOfKeys, NewestOfKeys } from './types.ts'

interface NewerRow {
  readonly key: string | null
  readonly newest: number
  readonly seen: number
}

/**
 * Along the primary key from the end, and no further than `limit`: there is no index on keys, and a queue may hold ten
 * million messages.
 */
export async function newerOfKeys(prisma: PrismaClient, question: NewerOfKeys): Promise<NewestOfKeys> {
  const { queueId, subscription, events, keys, above, limit } = question
  const wanted = events === null ? Prisma.sql`true` : Prisma.sql`event = ANY (${textArray(events)}::text::text[])`
  const rows = await prisma.$queryRaw<NewerRow[]>`
    WITH lately AS MATERIALIZED (
      SELECT key, seq::float8 AS seq, event, only_for FROM message
      WHERE queue_id = ${queueId} AND seq > ${above}::bigint AND ord = 0 ORDER BY message.seq DESC LIMIT ${limit}
    )
    SELECT NULL AS key, 0::float8 AS newest, count(*)::float8 AS seen FROM lately
    UNION ALL
    SELECT key, max(seq), 0 FROM lately
    WHERE key = ANY (${textArray(keys)}::text::text[]) AND ${wanted} AND (only_for IS NULL OR only_for = ${subscription})
    GROUP BY key`
  const seqs = new Map(rows.flatMap(({ key, newest }) => (key === null ? [] : [[key, newest] as const])))
  return { seqs, complete: (rows.find(({ key }) => key === null)?.seen ?? 0) < limit }
}

function textArray(values: readonly string[]): string {
  return textColumn(values, (value) => value)
}
