import { describe, expect, it } from 'vitest'
import { PostgresLog } from '../../store/postgres-log.ts'
import { openStoreReader } from '../../store/queries/reader.ts'
import { createDatabase } from '../../testing/postgres.ts'
import { Bench } from '../testing/bench.ts'
import { busyBench, list, readAll } from '../testing/busy.ts'
import { messagesContract, type Opened } from '../testing/messages-contract.ts'
import { storeContract } from '../testing/store-contract.ts'

/** The API on a real core and a real Postgres, with a clock that stands still. */
async function open(): Promise<Opened> {
  const database = await createDatabase()
  const log = new PostgresLog({ url: database.url, now: () => bench.clock.now() })
  const reader = openStoreReader({ url: database.url, commitTimes: log.commitTimes, dataDir: null })
  const bench: Bench = new Bench({ store: { log, reader } })
  await bench.broker.start()
  const close = async () => {
    await bench.broker.drain()
    await reader.close()
    await database.drop()
  }
  return { bench, close }
}

describe('on Postgres', () => {
  messagesContract(open)
  storeContract(open)
})

describe('with what Postgres could stumble over', () => {
  it('compares text as text', async () => {
    const { bench, close } = await open()
    await busyBench(bench)
    const hostile = ["'", '"', '\\', '{', '},{', 'NULL', "'; DROP TABLE message; --", '$1', '\u2028', '%', '_', '😀']
    for (const text of hostile) {
      const id = await bench.publish({ id: text, key: text, payload: { text } })
      for (const filter of ['id', 'key'])
        expect(await list(bench, `${filter}=${encodeURIComponent(text)}`)).toEqual([id])
      expect(await list(bench, `text=${encodeURIComponent(JSON.stringify(text))}`)).toEqual([id])
    }
    await close()
  })

  it('answers to the widest filters', async () => {
    const { bench, close } = await open()
    await bench.publish()
    const most = Number.MAX_SAFE_INTEGER
    const queries = [
      `fromSeq=${most}`,
      'since=0000-01-01T00:00:00Z',
      'since=9999-12-31T23:59:59Z',
      'until=0001-01-01T00:00:00Z',
    ]
    for (const query of queries) expect((await bench.ask(`/queues/orders/messages?${query}`)).status).toBe(200)
    expect((await bench.ask(`/queues/orders/messages/${most}`)).status).toBe(404)
    await close()
  })

  it('pages while a writer is at work: what was there comes once, in order', async () => {
    const { bench, close } = await open()
    for (let n = 0; n < 60; n += 1) await bench.publish()
    const under: Promise<unknown>[] = []
    const flood = async () => {
      for (let n = 0; n < 25; n += 1) under.push(bench.publish())
    }
    const seen = await readAll(bench, 'limit=7', flood)
    expect(seen).toEqual(Array.from({ length: 60 }, (_, at) => 60 - at))
    await Promise.all(under)
    await close()
  })
})
