/** One embedded Postgres for a whole run of system tests, with a migrated database that every test file clones. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { EmbeddedPostgres } from '../store/embedded/cluster.ts'
import { PostgresLog } from '../store/postgres-log.ts'
import { adminQuery, databaseUrl, templateName } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the cluster's maintenance database. */
    postgresUrl: string
  }
}

/** A killed process loses nothing with it: what fsync guards against is the machine's own crash. */
const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200' }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'holdline test '))
  const postgres = new EmbeddedPostgres({ dataDir, settings })
  await postgres.start()
  await makeTemplate(postgres.url())
  project.provide('postgresUrl', postgres.url())
  return async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function makeTemplate(url: string): Promise<void> {
  await adminQuery(url, `CREATE DATABASE ${templateName}`)
  const log = new PostgresLog({ url: databaseUrl(url, templateName) })
  await log.acquire(() => undefined)
  await log.release()
}
