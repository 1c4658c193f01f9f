import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { createDatabase } from '../../testing/postgres.ts'
import { dumpCommand, dumpFile, dumpSchema } from './dump.ts'

it('the committed dump of the schema is what the migrations make', async () => {
  const database = await createDatabase()
  const client = new pg.Client(database.url)
  await client.connect()
  const dump = await dumpSchema(client).finally(() => client.end())
  await database.drop()
  const committed = await readFile(path.resolve(import.meta.dirname, '../../..', dumpFile), 'utf8').catch(() => '')
  expect(committed, `Run "${dumpCommand}" and commit ${dumpFile}.`).toBe(dump)
})
