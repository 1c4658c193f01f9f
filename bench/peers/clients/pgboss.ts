import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { payload } from '../../load.ts'
import type { Body, PeerClient } from '../peer.ts'

/** Fetches as many as others have unacknowledged, as often as it may, and completes them together. */
export async function pgBoss(url: string): Promise<PeerClient> {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false })
  const pool = new Pool({ connectionString: url, max: 1 })
  boss.on('error', (error) => console.error(error))
  await boss.start()
  return {
    declare: (queue) => boss.createQueue(queue),
    publish: async (queue, n) => {
      await boss.send(queue, payload(n))
    },
    publishMany: async (queue, numbers) => {
      await boss.insert(
        queue,
        numbers.map((n) => ({ data: payload(n) })),
      )
    },
    consume: async (queue, prefetch, handle) => {
      let stopped = false
      const loop = (async () => {
        while (!stopped) {
          const jobs = await boss.fetch<Body>(queue, { batchSize: prefetch })
          for (const job of jobs) handle(job.data.n)
          if (jobs.length > 0)
            await boss.complete(
              queue,
              jobs.map((job) => job.id),
            )
          else await new Promise((resolve) => setTimeout(resolve, 1))
        }
      })()
      return {
        stop: async () => {
          stopped = true
          await loop
        },
      }
    },
    remove: async (queue) => {
      await boss.deleteQueue(queue)
      await pool.query('VACUUM pgboss.job')
    },
  }
}
