import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { Pool } from 'pg'
import { payload } from '../../load.ts'
import type { Body, PeerClient } from '../peer.ts'

const logger = new Logger(() => (level, message) => level === 'error' && console.error(message))

/** One task for each queue; jobs are fetched and completed in batches where the library can. */
export async function graphile(url: string): Promise<PeerClient> {
  const pgPool = new Pool({ connectionString: url, max: 20 })
  pgPool.on('error', console.error)
  pgPool.on('connect', (client) => void client.on('error', console.error))
  const utils = await makeWorkerUtils({ pgPool, logger })
  await utils.migrate()
  return {
    declare: async () => {},
    publish: async (queue, n) => {
      await utils.addJob(queue, payload(n))
    },
    publishMany: async (queue, numbers) => {
      await utils.addJobs(numbers.map((n) => ({ identifier: queue, payload: payload(n) })))
    },
    consume: async (queue, prefetch, handle) => {
      const runner = await run({
        pgPool,
        logger,
        concurrency: prefetch,
        noHandleSignals: true,
        pollInterval: 100,
        preset: { worker: { localQueue: { size: prefetch + 1 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        taskList: { [queue]: async (body) => handle((body as Body).n) },
      })
      return { stop: () => runner.stop() }
    },
    remove: async (queue) => {
      const task = 'SELECT id FROM graphile_worker._private_tasks WHERE identifier = $1'
      await pgPool.query(`DELETE FROM graphile_worker._private_jobs WHERE task_id IN (${task})`, [queue])
      await pgPool.query('VACUUM graphile_worker._private_jobs')
    },
  }
}
