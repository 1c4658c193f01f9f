import pg from 'pg'
import { clientConfig, writerSettings } from '../database/connect.ts'

/** Two numbers that name the lease among a database's advisory locks: "hold", "line". */
const lockKeys = [0x686f6c64, 0x6c696e65] as const

/** What the lease's row says. */
export interface LeaseRow {
  readonly epoch: number
  readonly owner: string | null
  /** Epoch ms of the newest sign of life; 0 where there never was an owner. */
  readonly aliveAt: number
}

/**
 * The connection that holds the lease's advisory lock, which the database frees by itself the moment its process dies.
 * The lock says whose turn it is; the epoch in the row fences the writes.
 */
export class LeaseSession {
  readonly client: pg.Client
  private readonly ended: (reason: string) => void
  /** Before it is connected a failure is the caller's, who hears of it. */
  private closed = true

  private constructor(client: pg.Client, onEnd: (reason: string) => void) {
    this.client = client
    this.ended = (reason) => {
      if (this.closed) return
      this.closed = true
      onEnd(reason)
    }
  }

  /** @throws what the driver says; `onEnd` is called once, if the connection breaks by itself later. */
  static async open(url: string, onEnd: (reason: string) => void): Promise<LeaseSession> {
    const client = new pg.Client(clientConfig(url, 'lease', writerSettings))
    const session = new LeaseSession(client, onEnd)
    client.on('error', (error) => session.ended(error.message))
    client.on('end', () => session.ended('the connection that holds the lease was closed'))
    await client.connect()
    session.closed = false
    return session
  }

  /** Takes the lock if nobody has it. */
  async tryLock(): Promise<boolean> {
    const { rows } = await this.client.query('SELECT pg_try_advisory_lock($1, $2) AS locked', [...lockKeys])
    return rows[0].locked === true
  }

  /** Resolves when the lock is free and taken. */
  async waitForLock(): Promise<void> {
    await this.client.query('SELECT pg_advisory_lock($1, $2)', [...lockKeys])
  }

  /** `null` before the first migration. */
  async read(): Promise<LeaseRow | null> {
    const { rows: tables } = await this.client.query("SELECT to_regclass('lease') IS NOT NULL AS there")
    if (tables[0].there !== true) return null
    const { rows } = await this.client.query(
      `SELECT epoch::float8 AS epoch, owner,
              CASE epoch WHEN 0 THEN 0 ELSE round(date_part('epoch', heartbeat_at) * 1000) END AS "aliveAt"
       FROM lease WHERE id = 1`,
    )
    return rows[0] ?? null
  }

  /**
   * Raises the epoch, from any (`from` is null) or from one's own; waits for statements that still hold it. `null`: it is
   * not one's own any more.
   */
  async raise(from: number | null, owner: string): Promise<number | null> {
    const { rows } = await this.client.query(
      `UPDATE lease SET epoch = epoch + 1, owner = $2, backend_pid = pg_backend_pid(), heartbeat_at = clock_timestamp()
       WHERE id = 1 AND ($1::bigint IS NULL OR epoch = $1) RETURNING epoch::float8 AS epoch`,
      [from, owner],
    )
    return rows[0]?.epoch ?? null
  }

  /** Whether the epoch is still this one. */
  async beat(epoch: number): Promise<boolean> {
    const { rowCount } = await this.client.query(
      'UPDATE lease SET heartbeat_at = clock_timestamp() WHERE id = 1 AND epoch = $1',
      [epoch],
    )
    return rowCount === 1
  }

  async giveBack(epoch: number): Promise<void> {
    await this.client.query(
      `UPDATE lease SET owner = NULL, backend_pid = NULL, heartbeat_at = clock_timestamp()
       WHERE id = 1 AND epoch = $1`,
      [epoch],
    )
  }

  /** Ends the connection; without waiting for an answer from a database that may be gone. */
  async close(): Promise<void> {
    this.closed = true
    await this.client.end().catch(() => undefined)
  }
}

const lockHolderSql = `
SELECT held.pid FROM lease JOIN pg_locks held ON held.pid = lease.backend_pid
WHERE lease.id = 1 AND held.locktype = 'advisory' AND held.granted
  AND held.classid = ${lockKeys[0]} AND held.objid = ${lockKeys[1]}
  AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** It changes with each beat and each owner; as a number, so that no session's time zone is in it. */
const signOfLife = "epoch || ' ' || extract(epoch FROM heartbeat_at)"

export const signOfLifeSql = `SELECT ${signOfLife} AS sign FROM lease WHERE id = 1`

/**
 * Ends the connection of an owner whose newest sign of life is still this one. Only the process that the row names is
 * ended, and only while it holds the lock.
 */
export const endSilentOwnerSql = `
SELECT pg_terminate_backend(pid) FROM (${lockHolderSql} AND ${signOfLife} = $1) AS silent`

/** Ends the connection of an owner of this epoch: one's own, that the database still believes in. */
export const endOwnConnectionSql = `
SELECT pg_terminate_backend(pid) FROM (${lockHolderSql} AND epoch = $1::bigint) AS own`
