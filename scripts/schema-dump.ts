/**
 * Writes prisma/schema.sql, the schema that the migrations make, from an empty embedded Postgres; with `--check` it
 * writes nothing and fails where the committed file differs.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { EmbeddedPostgres } from '../server/store/embedded/cluster.ts'
import { migrate } from '../server/store/migrate/apply.ts'
import { dumpCommand, dumpFile, dumpSchema } from '../server/store/migrate/dump.ts'
import { migrationsDirectory, readMigrations } from '../server/store/migrate/files.ts'

async function freshDump(): Promise<string> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'holdline-schema-'))
  const postgres = new EmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })
  try {
    await postgres.start()
    return await dumpOf(postgres.url())
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function dumpOf(url: string): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await migrate(client, await readMigrations(migrationsDirectory()))
    return await dumpSchema(client)
  } finally {
    await client.end()
  }
}

async function main(): Promise<void> {
  const file = path.resolve(import.meta.dirname, '..', dumpFile)
  const dump = await freshDump()
  if (!process.argv.includes('--check')) return writeFile(file, dump)
  if ((await readFile(file, 'utf8').catch(() => '')) === dump) return
  console.error(`${dumpFile} is not what the migrations make: run "${dumpCommand}" and commit it.`)
  process.exitCode = 1
}

await main()
