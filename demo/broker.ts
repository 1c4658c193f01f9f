import type { Config } from '../server/config.ts'
import { EmbeddedPostgres } from '../server/store/embedded/cluster.ts'

/** The demo cannot go on: one line that says what to do. */
export class DemoError extends Error {
  override readonly name = 'DemoError'
}

/** @throws DemoError where no broker answers at `url` */
export async function needBroker(url: string): Promise<void> {
  const health = await fetch(`${url}/api/health`).catch(() => null)
  if (health?.ok) return
  const how = health ? `says ${health.status}: wait until it is ready` : 'does not answer: start it with `npm start`'
  throw new DemoError(`The broker on ${url} ${how}, and run the demo beside it, in another terminal.`)
}

/**
 * The broker's own database: `DATABASE_URL`, or the embedded Postgres that it runs in `DATA_DIR`.
 * @throws EmbeddedPostgresError where none runs there: one started here would be nobody's to stop
 */
export async function databaseUrl({ databaseUrl, dataDir }: Config): Promise<string> {
  if (databaseUrl !== null) return databaseUrl
  const postgres = new EmbeddedPostgres({ dataDir })
  await postgres.find()
  return postgres.url()
}
