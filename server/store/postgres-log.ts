import type { LetterFilter, Scheduled } from '../broker/model.ts'
import {
  type Change,
  type Commit,
  LeaseLostError,
  type LetterPlace,
  type LetterPosition,
  type Log,
  type Needs,
  type Page,
  type Snapshot,
  StorageError,
  type StoredLetter,
  type StoredScheduled,
  type Trimmed,
} from '../broker/ports.ts'
import { fenced, NotHeldError } from './commit/fenced.ts'
import { bytesOf, type LogRow, newestStates, rowsOf } from './commit/rows.ts'
import { preparedStatements, totalColumns } from './commit/statement.ts'
import { CommitTimes } from './commit/times.ts'
import { CommitWriter } from './commit/writer.ts'
import { type Database, openDatabase, writerSettings } from './database/connect.ts'
import { answered, storageError } from './database/faults.ts'
import { Lease } from './lease/lease.ts'
import { migrate } from './migrate/apply.ts'
import { migrationsDirectory, readMigrations } from './migrate/files.ts'
import { countLetters, findLetters, lettersFrom } from './read/letters.ts'
import type { Measure } from './read/measure.ts'
import { LogReader } from './read/reader.ts'
import { findScheduled, nextDueAt, readDue } from './read/schedule.ts'
import { Catalogue, type Segment } from './segments/catalogue.ts'
import { putTotalsSql } from './segments/fold.ts'
import { SegmentKeeper } from './segments/keeper.ts'
import { loadSnapshot } from './snapshot/load.ts'
import { Sweeper } from './sweeper.ts'
import { Totals } from './totals.ts'

export interface PostgresLogOptions {
  readonly url: string
  /** Brings a database of the server's own back up after it died. */
  readonly revive?: () => Promise<void>
  /** Wall clock, epoch ms: ages of segments and presence are measured on it. */
  readonly now?: () => number
  readonly say?: (sentence: string, fields: Record<string, unknown>) => void
  /** A segment is closed at this size, or this age, whichever comes first. */
  readonly rotateBytes?: number
  readonly rotateMs?: number
  readonly migrations?: string
  /** How often one that stands by looks for the owner's sign of life; ten looks without a new one, and it takes over. */
  readonly lookMs?: number
}

const writerConnections = 6
const defaults = { rotateBytes: 512 * 1024 * 1024, rotateMs: 6 * 3_600_000 }

/**
 * The log on Postgres. new ──acquire──▶ owned ──release──▶ released; owned ──another process──▶ lost.
 *
 * `append` is one fenced statement, or one fenced transaction where rare writes go along. Whatever the database does
 * (restarts, breaks the connection in the middle of a COMMIT), it answers only when it knows what became of the commit.
 */
export class PostgresLog implements Log {
  /** How long commits take, for people. */
  readonly commitTimes = new CommitTimes()
  private readonly options: PostgresLogOptions
  private readonly now: () => number
  private readonly database: Database
  private readonly lease: Lease
  private readonly catalogue = new Catalogue()
  private readonly totals = new Totals()
  private readonly writer: CommitWriter
  private readonly reader: LogReader
  private readonly keeper: SegmentKeeper
  private readonly sweeper: Sweeper
  /** For `message.queue`: the log keeps ids alone. */
  private readonly names = new Map<number, string>()
  /** The commit under way; settled between two of them. */
  private underway: Promise<unknown> = Promise.resolve()
  private released: Promise<void> | null = null

  /** Connects on `acquire`. */
  constructor(options: PostgresLogOptions) {
    const { url, revive, say = () => undefined, now = Date.now } = options
    this.options = options
    this.now = now
    const settings = writerSettings
    this.database = openDatabase(url, {
      name: 'writer',
      connections: writerConnections,
      settings,
      prepared: preparedStatements,
    })
    this.lease = new Lease({ url, revive, say, lookMs: options.lookMs })
    this.writer = new CommitWriter(this.database, this.lease, now)
    this.reader = new LogReader(this.database.prisma, this.catalogue)
    this.sweeper = new Sweeper(this.database.prisma)
    this.keeper = new SegmentKeeper(this.database, this.lease, this.catalogue, this.totals, {
      rotateBytes: options.rotateBytes ?? defaults.rotateBytes,
      rotateMs: options.rotateMs ?? defaults.rotateMs,
      now,
      say,
    })
  }

  async acquire(onLost: (reason: string) => void, onStandby: () => void = () => undefined): Promise<Snapshot> {
    const migrations = await readMigrations(this.options.migrations ?? migrationsDirectory())
    try {
      const aliveAt = await this.lease.acquire(
        (client) => migrate(client, migrations),
        onLost,
        (owner) => {
          this.options.say?.('Another process owns the database: this one stands by.', { owner })
          onStandby()
        },
      )
      const { snapshot, published } = await loadSnapshot(this.database.prisma, this.catalogue, this.now(), aliveAt)
      for (const { id, name, lastSeq } of snapshot.queues) {
        this.names.set(id, name)
        this.totals.load(id, lastSeq, published.lines.get(id) ?? new Map(), published.unsaved.get(id) ?? new Map())
      }
      await this.keeper.open()
      return snapshot
    } catch (error) {
      throw error instanceof StorageError || error instanceof LeaseLostError ? error : storageError(error)
    }
  }

  async append(commit: Commit): Promise<void> {
    const { current: segment } = this.keeper
    const rows = rowsOf(commit)
    const totals = this.totals.due()
    const batch = { segment: segment.id, rows, states: newestStates(commit.states), totals }
    const writing = this.commitTimes.measure(this.writer.write(batch, commit.changes))
    this.underway = writing.catch(() => undefined)
    await writing
    this.totals.saved(totals)
    this.note(segment, rows)
    for (const change of commit.changes) this.noteChange(change)
    this.keeper.rotateIfDue(() => this.underway.then(() => undefined))
  }

  doubt(): Promise<void> | null {
    return this.lease.certainty.doubt()
  }

  async read(queueId: number, after: number, upTo: number, limit: number, maxBytes: number): Promise<Page> {
    return this.reader.read({ id: queueId, name: this.nameOf(queueId) }, after, upTo, limit, maxBytes)
  }

  async seqAt(queueId: number, time: number): Promise<number | null> {
    return this.reader.seqAt(queueId, time)
  }

  async measure(queueId: number, after: number, upTo: number): Promise<Measure> {
    return this.reader.measure(queueId, after, upTo)
  }

  async due(until: number, limit: number): Promise<StoredScheduled[]> {
    return answered(readDue(this.database.prisma, (id) => this.nameOf(id), until, limit))
  }

  async nextDueAt(): Promise<number | null> {
    return answered(nextDueAt(this.database.prisma))
  }

  async findScheduled(queueId: number, id: string): Promise<Scheduled | null> {
    return answered(findScheduled(this.database.prisma, queueId, this.nameOf(queueId), id))
  }

  async findLetters(filter: LetterFilter, after: LetterPosition | null, limit: number): Promise<StoredLetter[]> {
    return answered(findLetters(this.database.prisma, filter, after, limit))
  }

  async countLetters(filter: LetterFilter): Promise<number> {
    return answered(countLetters(this.database.prisma, filter))
  }

  async lettersFrom(from: readonly LetterPlace[], limit: number): Promise<LetterPlace[]> {
    return answered(lettersFrom(this.database.prisma, from, limit))
  }

  /** Waits for old readers, so nothing should wait for it. */
  async trim(needs: Needs): Promise<Trimmed> {
    const { epoch } = this.lease
    try {
      await this.sweeper.sweep(epoch, needs.lettersFrom, this.now())
      const dropped = await this.keeper.drop(needs)
      const live = [...dropped].filter(([queueId]) => this.names.has(queueId))
      return { dropped: new Map(live), lettersForgotten: this.sweeper.takeForgotten() }
    } catch (error) {
      if (error instanceof NotHeldError) await this.writer.notHeld(epoch)
      throw error instanceof LeaseLostError ? error : storageError(error)
    }
  }

  /** Resolves when no new segment is being made: a signal for tests. */
  async rotated(): Promise<void> {
    await this.keeper.idle()
  }

  async release(): Promise<void> {
    this.released ??= this.finish()
    return this.released
  }

  /** Saves the totals, so that the next owner need not count; gives the lease back; closes every connection. */
  private async finish(): Promise<void> {
    await this.underway
    await this.keeper.close()
    await this.saveTotals().catch(() => undefined)
    await this.lease.release()
    await this.database.close()
  }

  private async saveTotals(): Promise<void> {
    const totals = this.totals.dirty()
    if (totals.length === 0) return
    await fenced(this.database.prisma, this.lease.epoch, (tx) =>
      tx.$executeRawUnsafe(putTotalsSql, ...totalColumns(totals)),
    )
  }

  private note(segment: Segment, rows: readonly LogRow[]): void {
    this.totals.add(rows)
    segment.bytes += bytesOf(rows)
    for (const { queueId, seq, ord, message } of rows) {
      if (ord === 0) this.catalogue.note(segment, queueId, seq, this.totals.bytesOf(queueId))
      if (segment.firstAt === 0) segment.firstAt = message.publishedAt
      segment.lastAt = Math.max(segment.lastAt, message.publishedAt)
    }
  }

  private nameOf(queueId: number): string {
    return this.names.get(queueId) ?? ''
  }

  private noteChange(change: Change): void {
    if (change.kind === 'putQueue') this.names.set(change.queue.id, change.queue.name)
    if (change.kind === 'deleteQueue') {
      this.names.delete(change.queueId)
      this.totals.forget(change.queueId)
    }
  }
}
