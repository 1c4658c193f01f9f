import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import type { Activity } from '../../broker/model.ts'
import { textColumn } from '../commit/literals.ts'
import type { ActivityFilter, ActivityPage, ActivityPosition } from './types.ts'

/** What people and the broker did, newest first. */
export async function listActivity(
  prisma: PrismaClient,
  filter: ActivityFilter,
  limit: number,
  after: ActivityPosition | null,
): Promise<ActivityPage> {
  // Its `kind` was written from an `Activity`: what comes out is what went in.
  const rows = await prisma.$queryRaw<Activity[]>`
    SELECT id, round(date_part('epoch', at) * 1000) AS at, kind, queue, subscription, text
    FROM activity WHERE ${conditionsOf(filter, after)}
    ORDER BY activity.at DESC, id DESC LIMIT ${limit + 1}`
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last ? { at: last.at, id: last.id } : null }
}

function conditionsOf({ queue, kinds, since, until }: ActivityFilter, after: ActivityPosition | null): Prisma.Sql {
  const conditions = [Prisma.sql`true`]
  if (queue !== undefined) conditions.push(Prisma.sql`queue = ${queue}`)
  if (kinds) conditions.push(Prisma.sql`kind = ANY (${textColumn(kinds, (kind) => kind)}::text::text[])`)
  if (since !== undefined) conditions.push(Prisma.sql`at >= ${time(since)}`)
  if (until !== undefined) conditions.push(Prisma.sql`at <= ${time(until)}`)
  if (after) conditions.push(Prisma.sql`(at, id) < (${time(after.at)}, ${after.id})`)
  return Prisma.join(conditions, ' AND ')
}

function time(at: number): Prisma.Sql {
  return Prisma.sql`to_timestamp(${at}::float8 / 1000)`
}
