import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { EmbeddedPostgres } from '../../server/store/embedded/cluster.ts'
import { isAlive } from '../../server/store/embedded/postmaster.ts'

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
      // The server brings it back. None runs while the server that stopped it is just starting.
      const found = await postgres.find().then(
        () => postgres.pid,
        () => null,
      )
      if (found !== null) process.kill(found, 'SIGKILL')
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
      const before = postgres.url()
      await killChild(postgres.pid)
      await postgres.start()
      if (postgres.url() !== before) throw new Error('Postgres came back on another port: the servers cannot find it.')
    },
    dispose: async () => {
      await postgres.stop()
      removeFolder(dataDir)
    },
  }
}

/** SIGKILL; resolves when this process's child is no more: until then it looks like a Postgres that runs. */
async function killChild(pid: number | null): Promise<void> {
  if (pid === null) return
  process.kill(pid, 'SIGKILL')
  while (isAlive(pid)) await delay(10)
}

/** The children of a killed Postgres notice within moments, and may still write. */
function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}
