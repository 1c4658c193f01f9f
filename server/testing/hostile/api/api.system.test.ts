import { Bench } from '../../../http/testing/bench.ts'
import { PostgresLog } from '../../../store/postgres-log.ts'
import { openStoreReader } from '../../../store/queries/reader.ts'
import { createDatabase } from '../../postgres.ts'
import { hostileApi } from './contract.ts'

/** What passes every schema and only Postgres could stumble over: times, numbers and text at their edges. */
hostileApi(async () => {
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
}, 0.5)
