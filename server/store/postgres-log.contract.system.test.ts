import type { Log } from '../broker/ports.ts'
import { type ContractStore, logContract } from '../broker/testing/log-contract.ts'
import { NOTHING } from '../broker/testing/records.ts'
import { createDatabase } from '../testing/postgres.ts'
import { TcpProxy } from '../testing/tcp-proxy.ts'
import { PostgresLog } from './postgres-log.ts'

/** The contract's own time: what is old and what is recent is measured on it. */
const startedAt = 1_700_000_000_000

/** Long enough for a segment to be closed. */
const day = 24 * 3_600_000

const refuseSql = (state: string) => `
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '${state}'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON message FOR EACH STATEMENT EXECUTE FUNCTION refuse()`

/** As many processes as one test of the contract has at most. */
const processes = 3

logContract('the log on Postgres', async (): Promise<ContractStore> => {
  const database = await createDatabase()
  const proxies = await Promise.all(Array.from({ length: processes }, () => TcpProxy.before(database.url)))
  const proxyOf = new Map<Log, TcpProxy>()
  const opened = new Map<Log, PostgresLog>()
  let ahead = 0
  const now = () => startedAt + ahead
  return {
    open: () => {
      const proxy = proxies[proxyOf.size]
      if (!proxy) throw new Error(`A test of the contract opens more than ${processes} logs.`)
      const log = new PostgresLog({ url: proxy.url, now, lookMs: 20 })
      proxyOf.set(log, proxy)
      opened.set(log, log)
      return log
    },
    freeze: async (log) => proxyOf.get(log)?.freeze(),
    seal: async (log) => {
      ahead = day
      await log.append(NOTHING)
      await opened.get(log)?.rotated()
      ahead = 0
    },
    refuse: async (_, retryable) => {
      // A conflict of two transactions passes; a disk that is full does not.
      await database.query(refuseSql(retryable ? '40001' : '53100'))
      return async () => {
        await database.query('DROP FUNCTION refuse CASCADE')
      }
    },
    close: async () => {
      for (const proxy of proxies) await proxy.close()
      await database.drop()
    },
  }
})
