import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Scene } from '../crash/scene.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'
import { WallClock } from './wall-clock.ts'

const hour = 3_600_000
/** A segment is closed after 6 h. */
const aged = 7 * hour

let database: TestDatabase
let clock: WallClock
let scene: Scene

beforeEach(async () => {
  database = await createDatabase()
  clock = new WallClock()
  scene = new Scene(await TestServer.start({ env: { DATABASE_URL: database.url, ...clock.env } }))
  await scene.publisher.publish()
  await scene.ledger.untilDeliveries(1)
})

afterEach(async () => {
  await scene.dispose()
  clock.dispose()
  await database.drop()
})

/** The same server, so many milliseconds later. */
async function restartLater(ms: number): Promise<void> {
  await scene.server.stop()
  clock.set(ms)
  await scene.server.start()
}

const sealed = async () =>
  (await database.query<{ id: number }>('SELECT id FROM segment WHERE sealed_at IS NOT NULL ORDER BY id')).map(
    ({ id }) => id,
  )

/** Resolves when these segments, and no others, are sealed: each look is a new query. */
async function untilSealed(...ids: number[]): Promise<void> {
  while (JSON.stringify(await sealed()) !== JSON.stringify(ids));
}

const segmentsWritten = async () =>
  (await database.query<{ segment: number }>('SELECT DISTINCT segment FROM message ORDER BY 1')).map(
    ({ segment }) => segment,
  )

test('a transaction of someone else is left open: the log rotates under it, and nobody waits', async () => {
  const someone = new pg.Client(database.url)
  someone.on('error', () => undefined)
  await someone.connect()
  await someone.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  await someone.query('SELECT count(*) FROM message')
  await restartLater(aged)
  scene.publisher.load(16)
  await untilSealed(1)
  // The one after it is made ahead, beside the old reader.
  while ((await database.query('SELECT 1 FROM segment')).length < 3);
  await scene.ledger.untilConfirmed(scene.ledger.confirmed.size + 100)
  expect(await segmentsWritten()).toEqual([1, 2])
  expect((await someone.query('SELECT count(*)::int AS n FROM message')).rows).toEqual([{ n: 1 }])
  await someone.query('COMMIT')
  await someone.end()
  await scene.settled()
  expect(await scene.faults(database.url)).toEqual([])
})

test('no next segment can be made: the current one goes on, and the next is made once that is possible', async () => {
  await database.query('CREATE TABLE holdline_segment.segment_3 ()')
  const complaint = scene.server.log.next((line) => String(line.msg).includes('segment of the log could not be made'))
  // Its first commit says that it was away, and rotates.
  await restartLater(aged)
  scene.publisher.load(16)
  await complaint
  await scene.ledger.untilConfirmed(scene.ledger.confirmed.size + 100)
  await restartLater(2 * aged)
  await scene.ledger.untilConfirmed(scene.ledger.confirmed.size + 500)
  expect(await segmentsWritten()).toEqual([1, 2])
  expect((await fetch(`${scene.server.url}/api/health`)).status).toBe(200)
  await database.query('DROP TABLE holdline_segment.segment_3')
  await untilSealed(1, 2)
  await scene.ledger.untilConfirmed(scene.ledger.confirmed.size + 100)
  expect(await segmentsWritten()).toEqual([1, 2, 3])
  await scene.settled()
  expect(await scene.faults(database.url)).toEqual([])
})
