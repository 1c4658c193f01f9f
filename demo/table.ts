import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

export type TableChange =
  | { readonly event: 'add' | 'update' | 'delete'; readonly payload: unknown }
  | { readonly event: 'connection-lost'; readonly payload: { readonly reason: string; readonly at: string } }

const retryMs = 1_000

/** The demonstration's own schema: the broker's tables and its migrations know nothing of it. */
const setUp = `
  CREATE SCHEMA IF NOT EXISTS holdline_demo;
  CREATE TABLE IF NOT EXISTS holdline_demo.orders (
    id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    customer text NOT NULL,
    total numeric(10, 2) NOT NULL,
    status text NOT NULL DEFAULT 'open'
  );
  CREATE OR REPLACE FUNCTION holdline_demo.tell() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('holdline_demo', json_build_object(
      'event', CASE TG_OP WHEN 'INSERT' THEN 'add' WHEN 'UPDATE' THEN 'update' ELSE 'delete' END,
      'payload', json_build_object('table', TG_TABLE_NAME, 'row', to_json(coalesce(NEW, OLD)))
    )::text);
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON holdline_demo.orders
    FOR EACH ROW EXECUTE FUNCTION holdline_demo.tell()`

/** Makes the table `holdline_demo.orders`, whose changes Postgres itself announces. */
export async function createTable(pool: pg.Pool): Promise<void> {
  await pool.query(setUp)
}

export async function dropTable(pool: pg.Pool): Promise<void> {
  await pool.query('DROP SCHEMA IF EXISTS holdline_demo CASCADE')
}

/**
 * Listens on a connection of its own and tells of each changed row, and of each time that the connection is cut; then
 * it connects again. Rows that change while it is cut are not seen: that is what LISTEN promises.
 */
export function watchTable(url: string, tell: (change: TableChange) => void): () => Promise<void> {
  const stopping = new AbortController()
  const done = listenUntil(stopping.signal, url, tell)
  return async () => {
    stopping.abort()
    await done
  }
}

async function listenUntil(stop: AbortSignal, url: string, tell: (change: TableChange) => void): Promise<void> {
  while (!stop.aborted) {
    // One that was never made is not lost: while Postgres is away, it is tried again in silence.
    const reason = await listen(stop, url, tell).catch(() => null)
    if (stop.aborted) return
    if (reason !== null) tell({ event: 'connection-lost', payload: { reason, at: new Date().toISOString() } })
    await wait(retryMs, undefined, { signal: stop }).catch(() => undefined)
  }
}

/** Resolves with the reason when the connection ends. */
async function listen(stop: AbortSignal, url: string, tell: (change: TableChange) => void): Promise<string> {
  const client = new pg.Client({ connectionString: url, application_name: listenerName })
  let reason = 'the connection was closed'
  client.on('error', (error) => {
    reason = error.message
  })
  client.on('notification', ({ payload }) => {
    if (payload) tell(JSON.parse(payload))
  })
  await client.connect()
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()))
  await client.query('LISTEN holdline_demo')
  stop.addEventListener('abort', () => void client.end(), { once: true })
  if (stop.aborted) await client.end()
  await ended
  return reason
}

/** What the listening connection is called in `pg_stat_activity`. */
export const listenerName = 'holdline demo listener'
