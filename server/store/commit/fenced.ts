import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'

/** The epoch is not this writer's (any more): the transaction was rolled back and wrote nothing. */
export class NotHeldError extends Error {
  override readonly name = 'NotHeldError'
}

const fenceSql = 'SELECT 1 AS held FROM lease WHERE id = 1 AND epoch = $1::text::bigint FOR SHARE'

const limits = { maxWait: 10_000, timeout: 60_000 }

/** Runs rare writes in one transaction, which holds the lease against a takeover until it ends. @throws NotHeldError */
export async function fenced<T>(
  prisma: PrismaClient,
  epoch: number,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return prisma.$transaction(async (tx) => {
    const held = await tx.$queryRawUnsafe<unknown[]>(fenceSql, String(epoch))
    if (held.length === 0) throw new NotHeldError('The epoch was raised.')
    return work(tx)
  }, limits)
}
