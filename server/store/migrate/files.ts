import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** One folder of `prisma/migrations`. */
export interface Migration {
  readonly name: string
  readonly sql: string
  /** SHA-256 of the file, in hexadecimal: what Prisma records and compares. */
  readonly checksum: string
}

/**
 * `prisma/migrations` of this installation: the nearest above this file, so that it is found from the sources and from a
 * bundle in `dist/` alike.
 */
export function migrationsDirectory(): string {
  for (let home = import.meta.dirname; ; home = path.dirname(home)) {
    const candidate = path.join(home, 'prisma', 'migrations')
    if (existsSync(candidate)) return candidate
    if (home === path.dirname(home)) throw new Error('prisma/migrations is missing from this installation.')
  }
}

/** In the order in which they are applied: by name, which begins with a time. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(names.sort().map((name) => readMigration(directory, name)))
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const sql = await readFile(path.join(directory, name, 'migration.sql'), 'utf8')
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
}
