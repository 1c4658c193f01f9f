import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import type { Activity, Actor } from '../../broker/model.ts'
import { textColumn } from '../commit/literals.ts'
import { anywhere } from '../read/like.ts'
import type { ActivityFilter, ActivityPage, ActivityPosition } from './types.ts'

/** What people and the broker did, newest first. */
export async function listActivity(
  prisma: PrismaClient,
  filter: ActivityFilter,
  limit: number,
  after: ActivityPosition | null,
): Promise<ActivityPage> {
  const rows = await prisma.$queryRaw<ActivityRow[]>`
    SELECT id, round(date_part('epoch', at) * 1000) AS at, kind, queue, subscription, text, job,
           by_kind AS "byKind", by_name AS "byName", by_address AS "byAddress"
    FROM activity WHERE ${conditionsOf(filter, after)}
    ORDER BY activity.at DESC, id DESC LIMIT ${limit + 1}`
  const items = rows.slice(0, limit).map(activityOf)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last ? { at: last.at, id: last.id } : null }
}

export async function countActivity(prisma: PrismaClient): Promise<number> {
  return prisma.activity.count()
}

/** Its kinds were written from an `Activity`: what comes out is what went in. */
interface ActivityRow extends Omit<Activity, 'by'> {
  readonly byKind: Actor['kind']
  readonly byName: string | null
  readonly byAddress: string | null
}

function activityOf({ byKind, byName, byAddress, ...row }: ActivityRow): Activity {
  return { ...row, by: { kind: byKind, name: byName, address: byAddress } }
}

function conditionsOf(filter: ActivityFilter, after: ActivityPosition | null): Prisma.Sql {
  const { queue, subscription, kinds, by, who, text, since, until } = filter
  const conditions = [Prisma.sql`true`]
  if (queue !== undefined) conditions.push(Prisma.sql`queue = ${queue}`)
  if (subscription !== undefined) conditions.push(Prisma.sql`subscription = ${subscription}`)
  if (by) conditions.push(Prisma.sql`by_kind = ANY (${textColumn(by, (kind) => kind)}::text::text[])`)
  if (who !== undefined) {
    conditions.push(Prisma.sql`(by_name ILIKE ${anywhere(who)} OR by_address ILIKE ${anywhere(who)})`)
  }
  if (text !== undefined) conditions.push(Prisma.sql`text ILIKE ${anywhere(text)}`)
  if (kinds) conditions.push(Prisma.sql`kind = ANY (${textColumn(kinds, (kind) => kind)}::text::text[])`)
  if (since !== undefined) conditions.push(Prisma.sql`at >= ${time(since)}`)
  if (until !== undefined) conditions.push(Prisma.sql`at <= ${time(until)}`)
  if (after) conditions.push(Prisma.sql`(at, id) < (${time(after.at)}, ${after.id})`)
  return Prisma.join(conditions, ' AND ')
}

function time(at: number): Prisma.Sql {
  return Prisma.sql`to_timestamp(${at}::float8 / 1000)`
}
