/** What the database itself says was written. */
import { setTimeout as after } from 'node:timers/promises'
import pg from 'pg'

/** A backend reports at the latest 10 s after it became idle. */
const REPORTED_MS = 12_000

/** Since the cluster began. */
export interface Books {
  /** Inserted, updated and deleted. */
  readonly rows: number
  /** Of these, into the log. */
  readonly logRows: number
  /** Dead tuples that wait for a vacuum, in all tables. */
  readonly dead: number
  /** Of all tables but the log's, with indexes: what updates of the same rows may not make grow. */
  readonly stateBytes: number
}

const booksSql = `
  SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::float8 AS rows,
         coalesce(sum(n_tup_ins) FILTER (WHERE relname LIKE 'segment\\__%' AND schemaname <> 'public'), 0)::float8 AS "logRows",
         coalesce(sum(n_dead_tup), 0)::float8 AS dead,
         coalesce(sum(pg_total_relation_size(relid)) FILTER (WHERE schemaname = 'public'), 0)::float8 AS "stateBytes"
  FROM pg_stat_user_tables`

export class Database {
  readonly #client: pg.Client

  private constructor(client: pg.Client) {
    this.#client = client
  }

  static async connect(url: string): Promise<Database> {
    const client = new pg.Client(url)
    await client.connect()
    return new Database(client)
  }

  /** Waits until everything that was done is in the books. */
  async books(): Promise<Books> {
    await after(REPORTED_MS)
    return this.#one<Books>(booksSql)
  }

  /** Bytes of the write-ahead log since the cluster began. */
  async walBytes(): Promise<number> {
    const { bytes } = await this.#one<{ bytes: number }>(
      "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 AS bytes",
    )
    return bytes
  }

  close(): Promise<void> {
    return this.#client.end()
  }

  async #one<T extends pg.QueryResultRow>(sql: string): Promise<T> {
    const { rows } = await this.#client.query<T>(sql)
    const [row] = rows
    if (row === undefined) throw new Error('The database answered no row.')
    return row
  }
}
