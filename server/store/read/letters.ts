import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import type { Attempt, DeadLetter, LetterFilter } from '../../broker/model.ts'
import type { LetterPlace, LetterPosition, StoredLetter } from '../../broker/ports.ts'
import { plainText } from '../commit/changes/rows.ts'
import { plainColumn, textColumn } from '../commit/literals.ts'
import { anywhere } from './like.ts'
import { type MessageRow, messageColumns, queuedMessage } from './page.ts'

/** A row of the dead letters; times in epoch milliseconds. */
export interface LetterRow extends MessageRow {
  readonly queueId: number
  readonly subscriptionId: number
  readonly queue: string
  readonly subscription: string
  readonly reason: string
  readonly attempts: string
  readonly dead: number
}

/** Of `dead_letter`, whose `seq` an order must name in full: the bare name is a number of another type here. */
export const letterColumns =
  Prisma.raw(`queue_id AS "queueId", subscription_id AS "subscriptionId", queue, subscription,
  ${messageColumns}, reason, attempts, round(date_part('epoch', dead_at) * 1000) AS dead`)

/** Oldest first. See `Log.findLetters`. */
export async function findLetters(
  prisma: PrismaClient,
  filter: LetterFilter,
  after: LetterPosition | null,
  limit: number,
): Promise<StoredLetter[]> {
  const beyond = after && Prisma.sql`(dead_at, subscription_id, dead_letter.seq) > ${position(after)}`
  const rows = await prisma.$queryRaw<LetterRow[]>`
    SELECT ${letterColumns} FROM dead_letter WHERE ${letterConditions(filter, beyond)}
    ORDER BY dead_at, subscription_id, dead_letter.seq LIMIT ${limit}`
  return rows.map((row) => ({ queueId: row.queueId, subscriptionId: row.subscriptionId, letter: deadLetter(row) }))
}

export async function countLetters(prisma: PrismaClient, filter: LetterFilter): Promise<number> {
  const rows = await prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::float8 AS count FROM dead_letter WHERE ${letterConditions(filter, null)}`
  return rows[0]?.count ?? 0
}

/** See `Log.lettersFrom`. */
export async function lettersFrom(
  prisma: PrismaClient,
  from: readonly LetterPlace[],
  limit: number,
): Promise<LetterPlace[]> {
  const ids = from.map(({ subscriptionId }) => subscriptionId)
  const seqs = from.map(({ seq }) => seq)
  return prisma.$queryRaw<LetterPlace[]>`
    SELECT dead_letter.subscription_id AS "subscriptionId", dead_letter.seq::float8 AS seq
    FROM unnest(${ids}::int[], ${seqs}::bigint[]) AS place (subscription_id, seq)
    JOIN dead_letter ON dead_letter.subscription_id = place.subscription_id AND dead_letter.seq >= place.seq
    LIMIT ${limit}`
}

/** Where a letter stands, to be compared with `(dead_at, subscription_id, seq)`. */
export function position({ deadAt, subscriptionId, seq }: LetterPosition): Prisma.Sql {
  return Prisma.sql`(${time(deadAt)}, ${subscriptionId}, ${seq})`
}

/** In one of two indexes by its length: see the migration. The database takes one where a question says which. */
const indexedBytes = 1_024
export const shortReason = Prisma.raw(`octet_length(reason) <= ${indexedBytes}`)
export const longReason = Prisma.raw(`octet_length(reason) > ${indexedBytes}`)

/** A filter as a condition, `more` among the others. */
export function letterConditions(filter: LetterFilter, more: Prisma.Sql | null): Prisma.Sql {
  const { queue, subscription, event, key, reason, reasonText, text, since, until, items } = filter
  const conditions = more === null ? [] : [more]
  if (queue !== undefined) conditions.push(Prisma.sql`queue = ${queue}`)
  if (subscription !== undefined) conditions.push(Prisma.sql`subscription = ${subscription}`)
  if (event !== undefined) conditions.push(Prisma.sql`event = ${event}`)
  if (key !== undefined) conditions.push(Prisma.sql`key = ${key}`)
  if (reason !== undefined) conditions.push(...exactly(plainText(reason)))
  if (reasonText !== undefined) conditions.push(Prisma.sql`reason ILIKE ${anywhere(reasonText)}`)
  if (text !== undefined) conditions.push(Prisma.sql`payload ILIKE ${anywhere(text)}`)
  if (since !== undefined) conditions.push(Prisma.sql`dead_at >= ${time(since)}`)
  if (until !== undefined) conditions.push(Prisma.sql`dead_at <= ${time(until)}`)
  if (items !== undefined) conditions.push(listed(items))
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ')
}

function exactly(reason: string): readonly Prisma.Sql[] {
  const length = Buffer.byteLength(reason) <= indexedBytes ? shortReason : longReason
  return [Prisma.sql`reason = ${reason}`, length]
}

function listed(items: NonNullable<LetterFilter['items']>): Prisma.Sql {
  const queues = textColumn(items, (item) => item.queue)
  const subscriptions = textColumn(items, (item) => item.subscription)
  const seqs = plainColumn(items, (item) => item.seq)
  return Prisma.sql`(queue, subscription, dead_letter.seq) IN (
    SELECT * FROM unnest(${queues}::text::text[], ${subscriptions}::text::text[], ${seqs}::text::bigint[]))`
}

function time(at: number): Prisma.Sql {
  return Prisma.sql`to_timestamp(${at}::float8 / 1000)`
}

export function deadLetter(row: LetterRow): DeadLetter {
  const { queue, subscription, seq, reason } = row
  return {
    queue,
    subscription,
    seq,
    message: queuedMessage(queue, row),
    reason,
    attempts: parseAttempts(row.attempts),
    deadAt: row.dead,
  }
}

/** Written by this store from `Attempt`s: what comes out is what went in. */
function parseAttempts(text: string): readonly Attempt[] {
  return JSON.parse(text) as Attempt[]
}
