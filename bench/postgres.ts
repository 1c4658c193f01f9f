/** What only the database can say: how fast it takes batches of rows at most, and how many rows the broker writes. */
import { setTimeout as after } from 'node:timers/promises'
import pg from 'pg'
import { MESSAGES, payload, perSecond, WINDOW } from './load.ts'

/** Rows per second, one prepared insert per batch of 256, one commit each, fsync as the server has it. */
export async function insertBatches(url: string): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('DROP TABLE IF EXISTS bench_insert')
  await client.query('CREATE TABLE bench_insert (seq bigint PRIMARY KEY, id text, event text, payload text)')
  const rate = await perSecond(MESSAGES, async () => {
    for (let from = 0; from < MESSAGES; from += WINDOW) await insert(client, from)
  })
  await client.query('DROP TABLE bench_insert')
  await client.end()
  return rate
}

async function insert(client: pg.Client, from: number): Promise<void> {
  const rows = Array.from({ length: Math.min(WINDOW, MESSAGES - from) }, (_, i) => from + i)
  await client.query({
    name: 'insert',
    text: 'INSERT INTO bench_insert SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[])',
    values: [
      rows,
      rows.map((n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`),
      rows.map(() => 'created'),
      rows.map((n) => JSON.stringify(payload(n))),
    ],
  })
}

/** Rows written since the cluster began. A backend reports at the latest 10 s after it became idle, hence the rest. */
export async function rowsWritten(url: string): Promise<number> {
  await after(12_000)
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ written: string }>(
    'SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) AS written FROM pg_stat_user_tables',
  )
  await client.end()
  return Number(rows[0]?.written)
}

/** How the measured database commits: the figures mean nothing without it. */
export async function durability(url: string): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'server_version', 'wal_sync_method') ORDER BY name",
  )
  await client.end()
  return rows.map(({ name, setting }) => `${name} ${setting}`).join(', ')
}
