import { type Change, LeaseLostError, StorageError } from '../../broker/ports.ts'
import type { Database } from '../database/connect.ts'
import { faultOf, storageError } from '../database/faults.ts'
import type { Lease } from '../lease/lease.ts'
import { segmentTable } from '../segments/catalogue.ts'
import { applyChanges } from './changes.ts'
import { fenced, NotHeldError } from './fenced.ts'
import { plainColumn, textColumn } from './literals.ts'
import { appendAgainSql, appendSql, type Batch, parameters, preparedStatements, type Written } from './statement.ts'

/**
 * Sends one commit at a time and finds out what became of it.
 *
 * sent ──answer──▶ done | refused; sent ──connection broke──▶ unknown ──lease regained──▶ sent again, where rows that
 * are there already count as written. A raised epoch comes only after the old statement has ended, so that the second
 * sending sees all or nothing of the first.
 */
export class CommitWriter {
  private readonly database: Database
  private readonly lease: Lease

  constructor(database: Database, lease: Lease) {
    this.database = database
    this.lease = lease
  }

  /** @throws LeaseLostError or StorageError: nothing was written. Waits for as long as the outcome is unknown. */
  async write(batch: Batch, changes: readonly Change[]): Promise<void> {
    for (let again = false; ; ) {
      try {
        const { epoch } = this.lease
        const written = await this.send(epoch, batch, changes, again)
        if (written.held === 0) await this.notHeld(epoch)
        else return await this.check(written, batch, again)
      } catch (error) {
        if (await this.isSettled(error, batch, again)) return
        again = true
      }
    }
  }

  private async send(epoch: number, batch: Batch, changes: readonly Change[], again: boolean): Promise<Written> {
    const sql = again ? appendAgainSql : appendSql
    const { prisma } = this.database
    if (changes.length === 0) return this.sendAlone(sql, parameters(epoch, batch))
    return fenced(prisma, epoch, async (tx) => {
      await applyChanges(tx, changes)
      return first(await tx.$queryRawUnsafe<Written[]>(sql, ...parameters(epoch, batch)))
    }).catch(whenNotHeld)
  }

  /** The hot path, past Prisma on Prisma's own pool: half the CPU of a commit, and a quarter more messages/s (decision 0002). */
  private async sendAlone(sql: string, values: string[]): Promise<Written> {
    const { rows } = await this.database.pool.query<Written>({ name: preparedStatements.get(sql), text: sql, values })
    return first(rows)
  }

  /**
   * Nothing was written. Where this process raised the epoch itself meanwhile, it is sent again with the new one; that
   * answer may still be on its way, on another connection than this one came by.
   */
  private async notHeld(epoch: number): Promise<void> {
    await this.lease.recovered()
    if (this.lease.epoch === epoch) throw this.lease.lose('Another process owns the log now.')
  }

  private async check({ inserted }: Written, batch: Batch, again: boolean): Promise<void> {
    const { length } = batch.rows
    if (inserted === length) return
    if (again && inserted === 0 && (await this.wasWritten(batch))) return
    throw new StorageError(`The log took ${inserted} of ${length} messages: a seq was used twice.`, false)
  }

  /** `true`: it was written after all; `false`: to be sent again; else what went wrong is thrown. */
  private async isSettled(error: unknown, batch: Batch, again: boolean): Promise<boolean> {
    if (error instanceof StorageError) throw error
    if (error instanceof LeaseLostError) return this.settleLost(error, batch, again)
    const { kind } = faultOf(error)
    if (again && kind === 'refused') return this.settleRefused(error, batch)
    if (kind === 'refused' || (kind === 'unreachable' && !again)) throw storageError(error)
    try {
      await this.lease.regain()
      return false
    } catch (lost) {
      if (lost instanceof LeaseLostError) return this.settleLost(lost, batch, true)
      throw lost
    }
  }

  /** The second sending was refused: the first may still have been written. Where even that cannot be asked, it is sent again. */
  private async settleRefused(refused: unknown, batch: Batch): Promise<boolean> {
    try {
      if (await this.wasWritten(batch)) return true
    } catch (broken) {
      return this.isSettled(broken, batch, true)
    }
    throw storageError(refused)
  }

  /** The new owner's raised epoch waited for the old statement: what is not there now never will be. */
  private async settleLost(lost: LeaseLostError, batch: Batch, sentBefore: boolean): Promise<boolean> {
    if (sentBefore && (await this.wasWritten(batch))) return true
    throw lost
  }

  private async wasWritten({ segment, rows }: Batch): Promise<boolean> {
    if (rows.length === 0) return false
    const found = await this.database.prisma.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count
       FROM unnest($1::text::int[], $2::text::bigint[], $3::text::int[], $4::text::text[]) AS b (queue_id, seq, ord, id)
       JOIN ${segmentTable(segment)} USING (queue_id, seq, ord, id)`,
      plainColumn(rows, (row) => row.queueId),
      plainColumn(rows, (row) => row.seq),
      plainColumn(rows, (row) => row.ord),
      textColumn(rows, (row) => row.message.id),
    )
    return found[0]?.count === rows.length
  }
}

function first(rows: readonly Written[]): Written {
  const [row] = rows
  if (row === undefined) throw new StorageError('The database gave no answer to a commit.', false)
  return row
}

function whenNotHeld(error: unknown): Written {
  if (error instanceof NotHeldError) return { held: 0, inserted: 0 }
  throw error
}
