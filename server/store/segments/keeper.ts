import pg from 'pg'
import type { Needs, Trimmed } from '../../broker/ports.ts'
import { fenced } from '../commit/fenced.ts'
import { totalColumns } from '../commit/statement.ts'
import { clientConfig, type Database, writerSettings } from '../database/connect.ts'
import type { Lease } from '../lease/lease.ts'
import type { Totals } from '../totals.ts'
import { type Catalogue, emptySegment, isNeeded, type Segment, segmentTable } from './catalogue.ts'
import { putTotalsSql } from './fold.ts'
import {
  createSegmentSql,
  dropSegment,
  foldLastSeqSql,
  indexIdsSql,
  markSealedSql,
  putRangesSql,
  rangeParameters,
  unindexedSql,
} from './verbs.ts'

export interface KeeperOptions {
  readonly rotateBytes: number
  readonly rotateMs: number
  readonly now: () => number
  readonly say: (sentence: string, fields: Record<string, unknown>) => void
}

/** A step that failed would fail again at once: with every commit, under load. */
const pauseMs = 5_000

/**
 * The life of segments: made ahead ──rotation──▶ written ──rotation──▶ sealed ──nobody needs it──▶ dropped.
 * All of it happens beside the commits, which never wait for it: where a step fails, the current segment goes on
 * growing, and the step is tried again after a commit at least 5 s later.
 */
export class SegmentKeeper {
  private readonly database: Database
  private readonly lease: Lease
  private readonly catalogue: Catalogue
  private readonly totals: Totals
  private readonly options: KeeperOptions
  private written: Segment | null = null
  private ahead: Segment | null = null
  private rotating: Promise<void> | null = null
  private indexing: Promise<void> = Promise.resolve()
  /** No step before it, after one that failed. */
  private pausedUntil = 0
  private changing: Promise<void> = Promise.resolve()
  private dropping: Promise<void> | null = null
  /** What went and nobody was told yet, by queue: a later drop may have failed. */
  private dropped = new Map<number, { through: number; bytes: number }>()
  /** Backend of a drop under way, to be ended with the server. */
  private dropPid: number | null = null
  private closed = false

  constructor(database: Database, lease: Lease, catalogue: Catalogue, totals: Totals, options: KeeperOptions) {
    this.database = database
    this.lease = lease
    this.catalogue = catalogue
    this.totals = totals
    this.options = options
  }

  /** Where the next commit goes. */
  get current(): Segment {
    if (this.written === null) throw new Error('The log has not been acquired.')
    return this.written
  }

  /** Takes up what the last owner left: the newest segment with messages is written on, older ones are sealed. */
  async open(): Promise<void> {
    const unsealed = this.catalogue.all().filter((segment) => !segment.sealed)
    const written = unsealed.findLast((segment) => segment.lastAt > 0) ?? unsealed[0] ?? (await this.create())
    this.written = written
    for (const segment of unsealed.filter(({ id }) => id < written.id)) await this.seal(segment)
    this.ahead = unsealed.find((segment) => segment.id > written.id) ?? (await this.tryCreate())
    this.indexing = this.indexSealed().catch((error) => {
      this.options.say('A sealed segment of the log could not be indexed; the next rotation tries again.', { error })
    })
  }

  /** Rotates if it is time; `settled` resolves when no commit is under way to the old segment. */
  rotateIfDue(settled: () => Promise<void>): void {
    if (this.rotating || this.closed || !this.isDue()) return
    this.rotating = this.rotate(settled)
      .catch((error) => {
        this.pausedUntil = this.options.now() + pauseMs
        this.options.say('A new segment of the log could not be made; the current one goes on.', { error })
      })
      .finally(() => {
        this.rotating = null
      })
  }

  /** Resolves when no rotation is under way, and the index of ids that a killed owner did not make is there. */
  async idle(): Promise<void> {
    await this.indexing
    await this.rotating
  }

  /** Drops what is old and needed by nobody, and tells what went since it told last; one call at a time does it. */
  async drop(needs: Needs): Promise<Trimmed['dropped']> {
    this.dropping ??= this.dropAll(needs).finally(() => {
      this.dropping = null
    })
    await this.dropping
    const { dropped } = this
    this.dropped = new Map()
    return dropped
  }

  /** Breaks off a drop that waits for an old reader; the next owner finishes it. */
  async close(): Promise<void> {
    this.closed = true
    const { dropPid } = this
    if (dropPid !== null)
      await this.database.pool.query('SELECT pg_terminate_backend($1)', [dropPid]).catch(() => undefined)
    await Promise.allSettled([this.indexing, this.rotating, this.dropping])
  }

  private isDue(): boolean {
    const { bytes, firstAt } = this.current
    if (firstAt === 0 || this.options.now() < this.pausedUntil) return false
    return bytes >= this.options.rotateBytes || this.options.now() - firstAt >= this.options.rotateMs
  }

  private async rotate(settled: () => Promise<void>): Promise<void> {
    const current = this.ahead ?? (await this.alone(() => this.create()))
    this.written = current
    this.ahead = null
    await settled()
    // More than the last one where an earlier rotation got no further.
    const old = this.catalogue.all().filter(({ id, sealed }) => id < current.id && !sealed)
    for (const segment of old) await this.seal(segment)
    await this.indexSealed()
    this.ahead = await this.alone(() => this.create())
  }

  /** Making and dropping both change the log's definition: one at a time. */
  private async alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.changing.then(work)
    this.changing = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }

  /** A drop that a killed owner began may still wait for its reader; then the next rotation makes the segment. */
  private async tryCreate(): Promise<Segment | null> {
    try {
      return await this.create()
    } catch (error) {
      this.options.say('The next segment of the log could not be made ahead.', { error })
      return null
    }
  }

  private async create(): Promise<Segment> {
    const id = Math.max(0, ...this.catalogue.all().map((segment) => segment.id)) + 1
    await fenced(this.database.prisma, this.lease.epoch, async (tx) => {
      // A creation whose answer was lost is found here.
      if ((await tx.segment.count({ where: { id } })) > 0) return
      for (const sql of createSegmentSql(id)) await tx.$executeRawUnsafe(sql)
    })
    const segment = emptySegment(id)
    this.catalogue.add(segment)
    return segment
  }

  /** Writes down what it holds, and folds what must outlive it: totals and last seqs. */
  private async seal(segment: Segment): Promise<void> {
    const totals = this.totals.dirty()
    await fenced(this.database.prisma, this.lease.epoch, async (tx) => {
      await tx.$executeRawUnsafe(putRangesSql, ...rangeParameters(segment))
      await tx.$executeRawUnsafe(foldLastSeqSql, String(segment.id))
      await tx.$executeRawUnsafe(putTotalsSql, ...totalColumns(totals))
      await tx.$executeRawUnsafe(markSealedSql, String(segment.id), String(segment.lastAt))
    })
    segment.sealed = true
    this.totals.saved(totals)
  }

  /** Also those whose owner was killed between sealing and this: nothing else would ever make their index. */
  private async indexSealed(): Promise<void> {
    const rows = await this.database.prisma.$queryRawUnsafe<{ id: number }[]>(unindexedSql)
    for (const { id } of rows) if (!this.closed) await this.alone(() => this.indexOne(id))
  }

  private async indexOne(id: number): Promise<void> {
    // It may have been dropped while this waited for its turn.
    if (!this.catalogue.all().some((segment) => segment.id === id)) return
    await this.database.prisma.$executeRawUnsafe(indexIdsSql(id))
    await this.database.prisma.$executeRawUnsafe(`ANALYZE ${segmentTable(id)}`)
  }

  private async dropAll({ floors, keepFrom }: Needs): Promise<void> {
    const old = this.catalogue.all().filter((segment) => segment.sealed && segment.lastAt < keepFrom)
    for (const segment of old.filter((candidate) => !isNeeded(candidate, floors))) {
      if (this.closed) return
      await this.alone(() => this.dropOne(segment))
    }
  }

  private async dropOne(segment: Segment): Promise<void> {
    // Fails at once where the lease is lost: dropping is the one write that the epoch cannot fence.
    const { epoch } = this.lease
    const client = new pg.Client(clientConfig(this.database.url, 'segments', writerSettings))
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid FROM lease WHERE epoch = $1', [epoch])
      if (rows.length === 0) return
      this.dropPid = rows[0].pid
      await dropSegment(client, segment.id)
      this.catalogue.remove(segment.id)
      this.noteDropped(segment)
    } finally {
      this.dropPid = null
      await client.end().catch(() => undefined)
    }
  }

  private noteDropped({ ranges }: Segment): void {
    for (const [queueId, { last, throughBytes }] of ranges) {
      const { through, bytes } = this.dropped.get(queueId) ?? { through: 0, bytes: 0 }
      this.dropped.set(queueId, { through: Math.max(through, last), bytes: Math.max(bytes, throughBytes) })
    }
  }
}
