import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import type { Scheduled } from '../../broker/model.ts'
import type { StoredScheduled } from '../../broker/ports.ts'
import { type MessageRow, queuedMessage } from './page.ts'

/** A delayed message as a row; times in epoch milliseconds. */
export interface ScheduledRow extends Omit<MessageRow, 'seq'> {
  readonly queueId: number
  readonly due: number
  readonly ttl: number | null
  readonly place: number
}

export const scheduledColumns = Prisma.raw(`queue_id AS "queueId", id, event, payload, key, headers,
  round(date_part('epoch', published_at) * 1000) AS published, round(date_part('epoch', expires_at) * 1000) AS expires,
  bytes, publisher, only_for AS "only", round(date_part('epoch', due_at) * 1000) AS due, ttl_ms::float8 AS ttl,
  place::float8 AS place`)

/** A page of what is due, so that a thousand payloads of 256 KiB are not read at once. */
const pageBytes = 8 * 1024 * 1024

/** See `Log.due`; `nameOf` a queue id. */
export async function readDue(
  prisma: PrismaClient,
  nameOf: (queueId: number) => string,
  until: number,
  limit: number,
): Promise<StoredScheduled[]> {
  const rows = await prisma.$queryRaw<ScheduledRow[]>`
    SELECT ${scheduledColumns}
    FROM (SELECT *, sum(bytes) OVER (ORDER BY due_at, place) - bytes AS bytes_before
          FROM (SELECT * FROM scheduled WHERE due_at <= to_timestamp(${until}::float8 / 1000)
                ORDER BY due_at, place LIMIT ${limit}) first) page
    WHERE bytes_before < ${pageBytes} ORDER BY due_at, page.place`
  return rows.map((row) => ({ queueId: row.queueId, scheduled: scheduledMessage(nameOf(row.queueId), row) }))
}

export async function nextDueAt(prisma: PrismaClient): Promise<number | null> {
  const { _min } = await prisma.scheduled.aggregate({ _min: { dueAt: true } })
  return _min.dueAt?.getTime() ?? null
}

/** One delayed message of a queue, or `null`. */
export async function findScheduled(
  prisma: PrismaClient,
  queueId: number,
  queue: string,
  id: string,
): Promise<Scheduled | null> {
  const rows = await prisma.$queryRaw<ScheduledRow[]>`
    SELECT ${scheduledColumns} FROM scheduled WHERE queue_id = ${queueId} AND id = ${id}`
  return rows[0] ? scheduledMessage(queue, rows[0]) : null
}

export function scheduledMessage(queue: string, row: ScheduledRow): Scheduled {
  return { message: { ...queuedMessage(queue, { ...row, seq: 0 }), seq: null }, dueAt: row.due, ttlMs: row.ttl }
}
