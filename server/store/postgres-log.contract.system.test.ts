import type { Log } from '../broker/ports.ts'
import { type ContractStore, logContract } from '../broker/testing/log-contract.ts'
import { createDatabase } from '../testing/postgres.ts'
import { TcpProxy } from '../testing/tcp-proxy.ts'
import { PostgresLog } from './postgres-log.ts'

/** The contract's own time: what is old and what is recent is measured on it. */
const now = () => 1_700_000_000_000

/** As many processes as one test of the contract has at most. */
const processes = 3

logContract('the log on Postgres', async (): Promise<ContractStore> => {
  const database = await createDatabase()
  const proxies = await Promise.all(Array.from({ length: processes }, () => TcpProxy.before(database.url)))
  const proxyOf = new Map<Log, TcpProxy>()
  return {
    open: () => {
      const proxy = proxies[proxyOf.size]
      if (!proxy) throw new Error(`A test of the contract opens more than ${processes} logs.`)
      const log = new PostgresLog({ url: proxy.url, now, lookMs: 20 })
      proxyOf.set(log, proxy)
      return log
    },
    freeze: async (log) => proxyOf.get(log)?.freeze(),
    close: async () => {
      for (const proxy of proxies) await proxy.close()
      await database.drop()
    },
  }
})
