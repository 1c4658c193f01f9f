import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { StorageError } from '../../broker/ports.ts'
import { faultOf } from '../database/faults.ts'
import type { Migration } from './files.ts'

/** Prisma's own table, to the letter of its schema engine, so that `prisma migrate status` agrees. */
const migrationsTable = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`

/** The lock that `prisma migrate deploy` takes: a person who runs it by hand and a start never meet. */
const prismaLock = 72_707_369

interface Applied {
  readonly name: string
  readonly checksum: string
  readonly finished: boolean
}

/**
 * Applies what is missing, each migration in a transaction of its own: it is there with its record, or not at all.
 * @throws StorageError that is not retryable where the database does not belong to these migrations.
 */
export async function migrate(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [prismaLock])
  try {
    await applyMissing(client, migrations)
  } catch (error) {
    throw reasonOf(error)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [prismaLock])
  }
}

async function applyMissing(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  await client.query(migrationsTable)
  const applied = await readApplied(client)
  check(migrations, applied)
  for (const migration of migrations.slice(applied.length)) await apply(client, migration)
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name COLLATE "C"`,
  )
  return rows
}

function check(migrations: readonly Migration[], applied: readonly Applied[]): void {
  for (const [index, { name, checksum, finished }] of applied.entries()) {
    const known = migrations[index]
    if (known?.name !== name) throw refusal(`it has the migration ${name}, which this version does not know`)
    if (!finished) throw refusal(`its migration ${name} failed half-way: see "prisma migrate resolve"`)
    if (known.checksum !== checksum) throw refusal(`its migration ${name} was made from another text`)
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Two faults of a first start that whoever set `DATABASE_URL` can mend. */
function reasonOf(error: unknown): unknown {
  const { state, message } = faultOf(error)
  if (state === '42P07') return refusal(`${message}, and it is not Holdline's: give it a database of its own`, error)
  if (state === '42501') return refusal(`${message}: let Holdline's user own the database, or grant it CREATE`, error)
  return error
}

function refusal(what: string, cause?: unknown): StorageError {
  return new StorageError(`This database cannot be used: ${what}.`, false, cause)
}
