import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'

/** The epoch is not this writer's (any more): the transaction was rolled back and wrote nothing. */
export class NotHeldError extends Error {
  override readonly name = 'NotHeldError'
}

const fenceSql = 'SELECT 1 AS held FROM lease WHERE id = 1 AND epoch = $1::text::bigint FOR SHARE'

/** With the fence, so that the mark costs no answer of its own. */
const markedFenceSql = `
WITH fence AS MATERIALIZED (
  SELECT epoch FROM lease WHERE id = 1 AND epoch = $1::text::bigint FOR SHARE
), marked AS (
  INSERT INTO commit_mark (epoch, mark) SELECT epoch, $2::text::uuid FROM fence
  ON CONFLICT (epoch) DO UPDATE SET mark = excluded.mark
)
SELECT 1 AS held FROM fence`

const limits = { maxWait: 10_000, timeout: 60_000 }

/**
 * Runs rare writes in one transaction, which holds the lease against a takeover until it ends. A `mark` (a UUID) is there
 * afterwards if the transaction was committed, until the next one of the same epoch. @throws NotHeldError
 */
export async function fenced<T>(
  prisma: PrismaClient,
  epoch: number,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
  mark: string | null = null,
): Promise<T> {
  return prisma.$transaction(async (tx) => {
    const held =
      mark === null
        ? await tx.$queryRawUnsafe<unknown[]>(fenceSql, String(epoch))
        : await tx.$queryRawUnsafe<unknown[]>(markedFenceSql, String(epoch), mark)
    if (held.length === 0) throw new NotHeldError('The epoch was raised.')
    return work(tx)
  }, limits)
}

/** Whether a marked transaction was committed. */
export async function isMarked(prisma: PrismaClient, mark: string): Promise<boolean> {
  const rows = await prisma.$queryRawUnsafe<unknown[]>('SELECT 1 FROM commit_mark WHERE mark = $1::text::uuid', mark)
  return rows.length > 0
}
