import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EmbeddedPostgres } from '../../server/store/embedded/cluster.ts'

/** Where the servers keep their data. */
export interface Database {
  /** What the servers are started with. */
  readonly env: Readonly<Record<string, string>>
  /** Connection string, while it runs. */
  url(): Promise<string>
  /** SIGKILL of Postgres, and whatever brings it back that the servers do not do by themselves. `null`: not ours to kill. */
  readonly kill: (() => Promise<void>) | null
  dispose(): Promise<void>
}

/** Somebody else's. */
export function givenDatabase(url: string): Database {
  return { env: { DATABASE_URL: url }, url: async () => url, kill: null, dispose: async () => undefined }
}

/** The server's own: it starts it, brings it back, and finds the one that a killed server left. */
export function embeddedDatabase(): Database {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdline-soak-'))
  const postgres = new EmbeddedPostgres({ dataDir })
  return {
    env: { DATA_DIR: dataDir },
    url: async () => {
      await postgres.find()
      return postgres.url()
    },
    kill: async () => {
      await postgres.find()
      killIfAlive(postgres.pid)
    },
    dispose: async () => {
      await postgres.find().catch(() => undefined)
      await postgres.stop()
      removeFolder(dataDir)
    },
  }
}

/** One that two servers share, so that neither may start or stop it: this process does. */
export async function sharedDatabase(): Promise<Database> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdline-soak-'))
  const postgres = new EmbeddedPostgres({ dataDir })
  await postgres.start()
  return {
    env: { DATABASE_URL: postgres.url() },
    url: async () => postgres.url(),
    kill: async () => {
      killIfAlive(postgres.pid)
      await postgres.start()
    },
    dispose: async () => {
      await postgres.stop()
      removeFolder(dataDir)
    },
  }
}

function killIfAlive(pid: number | null): void {
  if (pid !== null) process.kill(pid, 'SIGKILL')
}

/** The children of a killed Postgres notice within moments, and may still write. */
function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}
