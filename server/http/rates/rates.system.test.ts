import { afterEach, beforeEach, expect, it } from 'vitest'
import { PostgresLog } from '../../store/postgres-log.ts'
import { openStoreReader } from '../../store/queries/reader.ts'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { Bench } from '../testing/bench.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let database: TestDatabase
let log: PostgresLog
let reader: ReturnType<typeof openStoreReader>
let bench: Bench

beforeEach(async () => {
  database = await createDatabase()
})

afterEach(async () => {
  await bench.broker.drain()
  await reader.close()
  await database.drop()
})

/** A broker that begins so long after noon. */
async function boot(afterMs: number): Promise<void> {
  log = new PostgresLog({ url: database.url, now: () => bench.clock.now() })
  reader = openStoreReader({ url: database.url, commitTimes: log.commitTimes, dataDir: null })
  bench = new Bench({ store: { log, reader } })
  bench.clock.pass(afterMs)
  await bench.broker.start()
}

/** It ends without a word: nothing of what it counted since is written. */
async function crash(): Promise<void> {
  await log.release()
  await reader.close()
}

/** Lets minutes pass, and waits until what was counted in them is on disk: a change is committed after it. */
let changes = 0
async function pass(ms: number): Promise<void> {
  bench.clock.pass(ms)
  await bench.ask('/queues', { body: { name: `change-${++changes}` } })
}

async function series(query: string): Promise<{ published: number[]; up: boolean[] }> {
  const { body } = await bench.ask(`/rates?${query}`)
  return body as { published: number[]; up: boolean[] }
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)

it('keeps its series over a crash, up to the last minute that was over', async () => {
  await boot(0)
  await bench.publish()
  await bench.publish()
  await pass(MINUTE_MS)
  await bench.publish()
  await crash()
  await boot(3 * MINUTE_MS)
  for (const window of ['15m', '1h', '24h']) {
    for (const queue of ['', '&queue=orders']) expect(sum((await series(`window=${window}${queue}`)).published)).toBe(2)
  }
  const { published, up } = await series('window=1h&queue=orders')
  expect(published.slice(-4)).toEqual([2, 0, 0, 0])
  expect(up.slice(-5)).toEqual([false, true, false, false, true])
})

it('keeps a day, by quarter once it is over an hour old, and nothing of before', async () => {
  await boot(0)
  await bench.publish()
  await pass(MINUTE_MS)
  await bench.publish()
  await pass(MINUTE_MS)
  const trimmed = { floors: new Map(), keepFrom: 0, lettersFrom: 0 }
  bench.clock.pass(2 * HOUR_MS)
  await log.trim(trimmed)
  await log.trim(trimmed)
  const rows = await database.query('SELECT minutes, published::int FROM rate WHERE queue_id = 1')
  expect(rows).toEqual([{ minutes: 15, published: 2 }])
  expect((await series('window=24h&queue=orders')).published.slice(-9)).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0])
  bench.clock.pass(26 * HOUR_MS)
  await log.trim(trimmed)
  expect(await database.query('SELECT 1 FROM rate WHERE queue_id = 1')).toEqual([])
})
