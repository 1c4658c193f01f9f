/** Holdline as it is measured: built, a process of its own, on an embedded Postgres of its own. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { EmbeddedPostgres } from '../server/store/embedded/cluster.ts'
import { TestServer } from '../server/testing/server.ts'

export interface Broker {
  readonly url: string
  /** Of its database. */
  readonly postgres: string
  readonly server: TestServer
}

export function buildServer(): void {
  const build = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))
  execFileSync(process.execPath, [build, 'server'], { stdio: 'inherit' })
}

/** Starts one on an empty log; stops it and removes its data afterwards. */
export async function withBroker<T>(use: (broker: Broker) => Promise<T>): Promise<T> {
  const server = await TestServer.start({ env: { LOG_LEVEL: 'info' } })
  try {
    return await use({ url: server.url, postgres: await postgresOf(server), server })
  } finally {
    await server.stop()
    await server.dispose()
  }
}

export async function postgresOf({ dataDir }: TestServer): Promise<string> {
  const postgres = new EmbeddedPostgres({ dataDir })
  await postgres.find()
  return postgres.url()
}
