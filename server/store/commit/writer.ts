import { randomUUID } from 'node:crypto'
import type { Prisma } from '../../../prisma/generated/client.ts'
import { type Change, LeaseLostError, StorageError } from '../../broker/ports.ts'
import type { Database } from '../database/connect.ts'
import { faultOf, storageError } from '../database/faults.ts'
import type { Lease } from '../lease/lease.ts'
import { segmentTable } from '../segments/catalogue.ts'
import { applyChanges } from './changes/apply.ts'
import { fenced, isMarked, NotHeldError } from './fenced.ts'
import { plainColumn, textColumn } from './literals.ts'
import { appendAgainSql, appendSql, type Batch, parameters, preparedStatements, type Written } from './statement.ts'

/** A commit on its way. `mark`: what can be asked for where rare writes go along, else `null`. */
interface Sending extends Batch {
  readonly changes: readonly Change[]
  readonly mark: string | null
  readonly at: number
}

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
  private readonly now: () => number

  /** `now` in epoch milliseconds: the time of changes that have none of their own. */
  constructor(database: Database, lease: Lease, now: () => number) {
    this.database = database
    this.lease = lease
    this.now = now
  }

  /** @throws LeaseLostError or StorageError: nothing was written. Waits for as long as the outcome is unknown. */
  async write(batch: Batch, changes: readonly Change[]): Promise<void> {
    const sending = { ...batch, changes, mark: changes.length === 0 ? null : randomUUID(), at: this.now() }
    for (let again = false; ; ) {
      try {
        const { epoch } = this.lease
        const written = await this.send(epoch, sending, again)
        if (written.held === 0) await this.notHeld(epoch)
        else return await this.check(written, sending, again)
      } catch (error) {
        if (await this.isSettled(error, sending, again)) return
        again = true
      }
    }
  }

  private async send(epoch: number, sending: Sending, again: boolean): Promise<Written> {
    const sql = again ? appendAgainSql : appendSql
    const { changes, mark, at } = sending
    if (mark === null) return this.sendAlone(sql, parameters(epoch, sending))
    const work = async (tx: Prisma.TransactionClient) => {
      await applyChanges(tx, changes, at)
      return first(await tx.$queryRawUnsafe<Written[]>(sql, ...parameters(epoch, sending)))
    }
    return fenced(this.database.prisma, epoch, work, mark).catch(whenNotHeld)
  }

  /** The hot path, past Prisma on Prisma's own pool: half the CPU of a commit, and a quarter more messages/s (decision 0002). */
  private async sendAlone(sql: string, values: string[]): Promise<Written> {
    const { rows } = await this.database.pool.query<Written>({ name: preparedStatements.get(sql), text: sql, values })
    return first(rows)
  }

  /**
   * The fence let nothing through. Where this process raised the epoch itself meanwhile, it can be tried again with the
   * new one; that answer may still be on its way, on another connection than this one came by.
   * @throws LeaseLostError where it is another's.
   */
  async notHeld(epoch: number): Promise<void> {
    await this.lease.recovered()
    if (this.lease.epoch === epoch) throw this.lease.lose('Another process owns the log now.')
  }

  private async check({ inserted }: Written, sending: Sending, again: boolean): Promise<void> {
    const { length } = sending.rows
    if (inserted === length) return
    if (again && inserted === 0 && (await this.wasWritten(sending))) return
    throw new StorageError(`The log took ${inserted} of ${length} messages: a seq was used twice.`, false)
  }

  /** `true`: it was written after all; `false`: to be sent again; else what went wrong is thrown. */
  private async isSettled(error: unknown, sending: Sending, again: boolean): Promise<boolean> {
    if (error instanceof StorageError) throw error
    if (error instanceof LeaseLostError) return this.settleLost(error, sending, again)
    const { kind } = faultOf(error)
    if (again && kind === 'refused') return this.settleRefused(error, sending)
    if (kind === 'refused' || (kind === 'unreachable' && !again)) throw storageError(error)
    try {
      await this.lease.regain()
      return false
    } catch (lost) {
      if (lost instanceof LeaseLostError) return this.settleLost(lost, sending, true)
      throw lost
    }
  }

  /** The second sending was refused: the first may still have been written. Where even that cannot be asked, it is sent again. */
  private async settleRefused(refused: unknown, sending: Sending): Promise<boolean> {
    try {
      if (await this.wasWritten(sending)) return true
    } catch (broken) {
      return this.isSettled(broken, sending, true)
    }
    throw storageError(refused)
  }

  /** The new owner's raised epoch waited for the old statement: what is not there now never will be. */
  private async settleLost(lost: LeaseLostError, sending: Sending, sentBefore: boolean): Promise<boolean> {
    if (sentBefore && (await this.wasWritten(sending))) return true
    throw lost
  }

  /** By its rows, or by its mark where it had none. States alone are nobody's loss: they are absolute. */
  private async wasWritten({ segment, rows, mark }: Sending): Promise<boolean> {
    if (rows.length === 0) return mark !== null && (await isMarked(this.database.prisma, mark))
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
