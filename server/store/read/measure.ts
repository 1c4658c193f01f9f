import type { PrismaClient } from '../../../prisma/generated/client.ts'
import { segmentTable } from '../segments/catalogue.ts'
import type { Stretch } from './page.ts'

export interface Measure {
  readonly messages: number
  readonly bytes: number
}

/** Counts the queued messages of one stretch, and their bytes. */
export async function measureStretch(
  prisma: PrismaClient,
  queueId: number,
  { segment, after, through }: Stretch,
): Promise<Measure> {
  const rows = await prisma.$queryRawUnsafe<Measure[]>(
    `SELECT count(*)::float8 AS messages, coalesce(sum(bytes), 0)::float8 AS bytes FROM ${segmentTable(segment)}
     WHERE queue_id = $1::text::int AND seq > $2::text::bigint AND seq <= $3::text::bigint AND ord = 0`,
    ...[queueId, after, through].map(String),
  )
  return rows[0] ?? { messages: 0, bytes: 0 }
}
