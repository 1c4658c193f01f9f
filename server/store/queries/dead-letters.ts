import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import type { DeadLetter, LetterFilter } from '../../broker/model.ts'
import { plainColumn } from '../commit/literals.ts'
import {
  deadLetter,
  type LetterRow,
  letterColumns,
  letterConditions,
  longReason,
  position,
  shortReason,
} from '../read/letters.ts'
import type { DeadLetterPosition, DeadLetterReason, DeadLetterReasons, DeadLettersPage, LetterSeqs } from './types.ts'

const mostReasons = 200

/** Dead letters of any subscription among these seqs of a queue. */
export async function deadLettersOf(
  prisma: PrismaClient,
  queueId: number,
  seqs: readonly number[],
): Promise<DeadLetter[]> {
  const rows = await prisma.$queryRaw<LetterRow[]>`
    SELECT ${letterColumns} FROM dead_letter
    WHERE queue_id = ${queueId} AND dead_letter.seq = ANY (${plainColumn(seqs, (seq) => seq)}::text::bigint[])
    ORDER BY dead_letter.seq, subscription`
  return rows.map(deadLetter)
}

/** Along the index alone, from either end: what a page costs does not depend on how many there are. */
export async function deadLetterSeqs(prisma: PrismaClient, question: LetterSeqs): Promise<number[]> {
  const { queueId, subscriptionId, order, from, to, limit } = question
  const whose =
    subscriptionId === null ? Prisma.sql`queue_id = ${queueId}` : Prisma.sql`subscription_id = ${subscriptionId}`
  const rows = await prisma.$queryRaw<{ seq: number }[]>`
    SELECT seq::float8 AS seq FROM (
      SELECT DISTINCT seq FROM dead_letter WHERE ${whose} AND seq BETWEEN ${from} AND ${to}
      ORDER BY seq ${Prisma.raw(order)} LIMIT ${limit}) letters
    ORDER BY letters.seq ${Prisma.raw(order)}`
  return rows.map(({ seq }) => seq)
}

/** Newest first, by keys that never change. */
export async function listDeadLetters(
  prisma: PrismaClient,
  filter: LetterFilter,
  limit: number,
  after: DeadLetterPosition | null,
): Promise<DeadLettersPage> {
  const beyond = after && Prisma.sql`(dead_at, subscription_id, dead_letter.seq) < ${position(after)}`
  const rows = await prisma.$queryRaw<LetterRow[]>`
    SELECT ${letterColumns} FROM dead_letter WHERE ${letterConditions(filter, beyond)}
    ORDER BY dead_at DESC, subscription_id DESC, dead_letter.seq DESC LIMIT ${limit + 1}`
  const page = rows.slice(0, limit)
  return { items: page.map(deadLetter), next: rows.length > limit ? positionOf(page.at(-1)) : null }
}

interface GroupRow extends DeadLetterReason {
  readonly total: number
}

/** Where the index of reasons has all that is asked, the letters are not read (200,000: 29 against 87 ms). */
export async function deadLetterReasons(
  prisma: PrismaClient,
  filter: LetterFilter,
  recentFrom: number,
): Promise<DeadLetterReasons> {
  const groups = (reasons: Prisma.Sql | null) => groupsSql(filter, recentFrom, reasons)
  const rows = isIndexed(filter)
    ? await prisma.$queryRaw<GroupRow[]>(rankedSql(Prisma.sql`${groups(shortReason)} UNION ALL ${groups(longReason)}`))
    : await inOneGo(prisma, rankedSql(groups(null)))
  return { groups: rows.map(({ total: _total, ...group }) => group), total: rows[0]?.total ?? 0 }
}

const isIndexed = ({ event, key, text, items }: LetterFilter): boolean =>
  event === undefined && key === undefined && text === undefined && items === undefined

const groupsSql = (filter: LetterFilter, recentFrom: number, reasons: Prisma.Sql | null): Prisma.Sql => Prisma.sql`
  SELECT queue, subscription, reason, count(*)::float8 AS count,
         round(date_part('epoch', min(dead_at)) * 1000) AS first,
         round(date_part('epoch', max(dead_at)) * 1000) AS last,
         (count(*) FILTER (WHERE dead_at >= to_timestamp(${recentFrom}::float8 / 1000)))::float8 AS recent
  FROM dead_letter WHERE ${letterConditions(filter, reasons)}
  GROUP BY queue, subscription, reason`

const rankedSql = (groups: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT *, (sum(count) OVER ())::float8 AS total FROM (${groups}) found
  ORDER BY count DESC, last DESC, queue, subscription, reason LIMIT ${mostReasons}`

/** Nearly every row is looked at: read as they lie, which people's other questions are kept from. */
async function inOneGo(prisma: PrismaClient, question: Prisma.Sql): Promise<GroupRow[]> {
  const asTheyLie = prisma.$executeRaw`SET LOCAL enable_seqscan = on`
  const [, rows] = await prisma.$transaction([asTheyLie, prisma.$queryRaw<GroupRow[]>(question)])
  return rows
}

function positionOf(row: LetterRow | undefined): DeadLetterPosition | null {
  return row ? { deadAt: row.dead, subscriptionId: row.subscriptionId, seq: row.seq } : null
}
