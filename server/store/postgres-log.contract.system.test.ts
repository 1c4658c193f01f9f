import { type ContractStore, logContract } from '../broker/testing/log-contract.ts'
import { createDatabase } from '../testing/postgres.ts'
import { TcpProxy } from '../testing/tcp-proxy.ts'
import { PostgresLog } from './postgres-log.ts'

/** The contract's own time: what is old and what is recent is measured on it. */
const now = () => 1_700_000_000_000

logContract('the log on Postgres', async (): Promise<ContractStore> => {
  const database = await createDatabase()
  const proxy = await TcpProxy.before(database.url)
  /** The first process of a test goes through the proxy, where it can be made to stand still. */
  let first = true
  return {
    open: () => {
      const url = first ? proxy.url : database.url
      first = false
      return new PostgresLog({ url, now })
    },
    freeze: async () => {
      proxy.freeze()
      await database.query("UPDATE lease SET heartbeat_at = clock_timestamp() - interval '1 minute'")
    },
    close: async () => {
      await proxy.close()
      await database.drop()
    },
  }
})
