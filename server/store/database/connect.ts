import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../../prisma/generated/client.ts'

/** One pool, and the Prisma client that works on it. */
export interface Database {
  readonly url: string
  readonly prisma: PrismaClient
  readonly pool: pg.Pool
  /** Waits for what is under way. */
  close(): Promise<void>
}

export interface ConnectOptions {
  /** Seen in `pg_stat_activity`. */
  readonly name: string
  readonly connections: number
  /** Settings of each session. */
  readonly settings: Readonly<Record<string, string>>
  /** SQL texts that a connection prepares once, with their names; all others are planned each time. */
  readonly prepared?: ReadonlyMap<string, string>
}

/** Every application name of the broker starts with it. */
const applicationName = 'holdline'

const connectPatienceMs = 10_000

/** Settings that every session of the writer has, whatever the database's own defaults are. */
export const writerSettings: Readonly<Record<string, string>> = {
  // A publisher hears "ok" after this commit: it has to be on disk.
  synchronous_commit: 'on',
  // The fence reads the lease's row anew after it waited for it, which other levels refuse.
  default_transaction_isolation: 'read committed',
  // A process that stands by waits for days; a commit waits for a slow disk rather than being given up.
  statement_timeout: '0',
  lock_timeout: '0',
  // A frozen owner in the middle of a transaction would hold the lease's row against its successor.
  idle_in_transaction_session_timeout: '5000',
}

/** Sessions for what people ask: they cannot write, and no query lasts longer than 5 s. */
export const readerSettings: Readonly<Record<string, string>> = {
  default_transaction_read_only: 'on',
  statement_timeout: '5000',
  // The log is always read along its key. The planner, which knows nothing of a fresh segment, would rather sort it.
  enable_sort: 'off',
  enable_bitmapscan: 'off',
  enable_seqscan: 'off',
}

/** What `url` says for itself in `options` holds, but for `settings`, which come last and win. */
export function clientConfig(url: string, name: string, settings: ConnectOptions['settings']): pg.ClientConfig {
  const parsed = new URL(url)
  const own = parsed.searchParams.getAll('options')
  // The driver takes what the URL says before what it is told here: `?options=` would undo synchronous_commit.
  parsed.searchParams.delete('options')
  parsed.searchParams.delete('application_name')
  return {
    connectionString: parsed.href,
    application_name: `${applicationName} ${name}`,
    options: [...own, ...Object.entries(settings).map(setting)].join(' '),
    keepAlive: true,
    connectionTimeoutMillis: connectPatienceMs,
  }
}

/** A space within a value would begin another option. */
function setting([key, value]: [string, string]): string {
  return `-c ${key}=${value.replaceAll(' ', '\\ ')}`
}

/** Connects on first use. */
export function openDatabase(url: string, options: ConnectOptions): Database {
  const pool = new pg.Pool({ ...clientConfig(url, options.name, options.settings), max: options.connections })
  // An idle connection that breaks is replaced on next use: it is nobody's error.
  pool.on('error', () => undefined)
  const adapter = new PrismaPg(pool, {
    statementNameGenerator: ({ sql }) => options.prepared?.get(sql) ?? '',
    onConnectionError: () => undefined,
  })
  const prisma = new PrismaClient({ adapter, errorFormat: 'minimal' })
  const close = async () => {
    await prisma.$disconnect()
    await pool.end()
  }
  return { url, prisma, pool, close }
}
