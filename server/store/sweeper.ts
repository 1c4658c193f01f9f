import type { PrismaClient } from '../../prisma/generated/client.ts'
import type { Trimmed } from '../broker/ports.ts'
import { fenced } from './commit/fenced.ts'

/** Rows of one transaction: a commit never waits for a million letters to go. */
const batchRows = 1_000
const presenceKeptMs = 24 * 3_600_000
const minutesKeptMs = 3_600_000
const ratesKeptMs = 25 * 3_600_000
/** Far more owners than can be about while one of them asks what became of its last commit. */
const marksKept = 100

const deleteLettersSql = `
WITH gone AS (
  DELETE FROM dead_letter WHERE (subscription_id, seq) IN (
    SELECT subscription_id, seq FROM dead_letter WHERE dead_at < $1::timestamptz
    ORDER BY dead_at, subscription_id, dead_letter.seq LIMIT ${batchRows})
  RETURNING subscription_id)
SELECT subscription_id AS "subscriptionId", count(*)::int AS count FROM gone GROUP BY subscription_id`

const deleteJobsSql = `
DELETE FROM job WHERE id IN (
  SELECT id FROM job WHERE ended_at < $1::timestamptz ORDER BY ended_at LIMIT ${batchRows})`

const deleteActivitySql = `
DELETE FROM activity WHERE id IN (
  SELECT id FROM activity WHERE at < $1::timestamptz ORDER BY at, id LIMIT ${batchRows})`

/** Minutes of whole quarters that are over an hour old become one row each: 24 hours of a busy queue are 171 rows. */
const foldMinutesSql = `
WITH gone AS (
  DELETE FROM rate WHERE minutes = 1 AND at < date_bin('15 minutes', $1::timestamptz, 'epoch') RETURNING *)
INSERT INTO rate (queue_id, minutes, at, published, published_realtime, delivered, delivered_realtime, acked, missed,
                  waiting)
SELECT queue_id, 15, date_bin('15 minutes', at, 'epoch') AS quarter, sum(published), sum(published_realtime),
       sum(delivered), sum(delivered_realtime), sum(acked), sum(missed), (array_agg(waiting ORDER BY at DESC))[1]
FROM gone GROUP BY queue_id, quarter
ON CONFLICT (queue_id, at, minutes) DO UPDATE
  SET published = rate.published + excluded.published,
      published_realtime = rate.published_realtime + excluded.published_realtime,
      delivered = rate.delivered + excluded.delivered,
      delivered_realtime = rate.delivered_realtime + excluded.delivered_realtime,
      acked = rate.acked + excluded.acked, missed = rate.missed + excluded.missed, waiting = excluded.waiting`

/** Removes what is past its time, in bounded batches. */
export class Sweeper {
  private readonly prisma: PrismaClient
  /** Letters that went and nobody was told of yet, by subscription id: a later batch may have failed. */
  private forgotten = new Map<number, number>()

  constructor(prisma: PrismaClient) {
    this.prisma = prisma
  }

  /** Letters, ended jobs and activities from before `from`, and stays that ended a day ago. @throws NotHeldError */
  async sweep(epoch: number, from: number, now: number): Promise<void> {
    const before = new Date(from)
    while ((await this.forgetLetters(epoch, before)) === batchRows);
    for (const sql of [deleteJobsSql, deleteActivitySql]) {
      while ((await fenced(this.prisma, epoch, (tx) => tx.$executeRawUnsafe(sql, before))) === batchRows);
    }
    await fenced(this.prisma, epoch, async (tx) => {
      await tx.presence.deleteMany({ where: { toAt: { lt: new Date(now - presenceKeptMs) } } })
      await tx.$executeRawUnsafe(foldMinutesSql, new Date(now - minutesKeptMs))
      await tx.rate.deleteMany({ where: { minutes: 15, at: { lt: new Date(now - ratesKeptMs) } } })
      await tx.commitMark.deleteMany({ where: { epoch: { lt: epoch - marksKept } } })
    })
  }

  /** The letters that went since this was asked last. */
  takeForgotten(): Trimmed['lettersForgotten'] {
    const { forgotten } = this
    this.forgotten = new Map()
    return forgotten
  }

  private async forgetLetters(epoch: number, before: Date): Promise<number> {
    const rows = await fenced(this.prisma, epoch, (tx) =>
      tx.$queryRawUnsafe<{ subscriptionId: number; count: number }[]>(deleteLettersSql, before),
    )
    for (const { subscriptionId, count } of rows) {
      this.forgotten.set(subscriptionId, (this.forgotten.get(subscriptionId) ?? 0) + count)
    }
    return rows.reduce((sum, { count }) => sum + count, 0)
  }
}
