import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { clientConfig, writerSettings } from './connect.ts'

describe("the writer's sessions", () => {
  let database: TestDatabase

  beforeEach(async () => {
    database = await createDatabase('empty')
  })

  afterEach(() => database.drop())

  const ask = async (url: string, name: string) => {
    const client = new pg.Client(clientConfig(url, 'writer', writerSettings))
    await client.connect()
    const { rows } = await client.query('SELECT current_setting($1) AS value', [name]).finally(() => client.end())
    return rows[0].value
  }

  it.each([
    ['synchronous_commit', 'on', 'off'],
    ['default_transaction_isolation', 'read committed', 'serializable'],
    ['statement_timeout', '0', '100ms'],
    ['application_name', 'holdline writer', 'mine'],
  ])('have %s = %s, whatever the URL and the database say', async (name, value, other) => {
    const options = encodeURIComponent(`-c ${name}=${other} -c work_mem=8MB`)
    const url = `${database.url}?options=${options}&application_name=mine`
    expect(await ask(url, name)).toBe(value)
    expect(await ask(url, 'work_mem')).toBe('8MB')
    await database.query(`ALTER DATABASE ${database.name} SET ${name} = '${other}'`)
    expect(await ask(database.url, name)).toBe(value)
  })
})
