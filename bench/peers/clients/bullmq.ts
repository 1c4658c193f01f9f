import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { payload } from '../../load.ts'
import type { Body, PeerClient } from '../peer.ts'

/** One worker with as many jobs at once as others have unacknowledged messages; what is done is removed. */
export async function bullmq(url: string): Promise<PeerClient> {
  // Workers block on theirs, and wait for it as long as it takes.
  const connection = new Redis(url, { maxRetriesPerRequest: null })
  const working = connection.duplicate()
  const queues = new Map<string, Queue>()
  const queueOf = (name: string): Queue => {
    const queue = queues.get(name) ?? new Queue(name, { connection, defaultJobOptions: { removeOnComplete: true } })
    queues.set(name, queue)
    return queue
  }
  return {
    declare: async (queue) => {
      await queueOf(queue).waitUntilReady()
    },
    publish: async (queue, n) => {
      await queueOf(queue).add('created', payload(n))
    },
    publishMany: async (queue, numbers) => {
      await queueOf(queue).addBulk(numbers.map((n) => ({ name: 'created', data: payload(n) })))
    },
    consume: async (queue, prefetch, handle) => {
      const worker = new Worker<Body>(queue, async (job) => handle(job.data.n), {
        connection: working,
        concurrency: prefetch,
      })
      await worker.waitUntilReady()
      return { stop: () => worker.close() }
    },
    remove: async (name) => {
      await queueOf(name).obliterate({ force: true })
    },
  }
}
