/** The client process of one peer: connects once, then does one task at a time, as the parent asks. */
import { LOAD, type Load } from '../load.ts'
import { rabbit } from './clients/rabbit.ts'
import type { PeerClient } from './peer.ts'
import { type PeerTask, TASKS } from './tasks.ts'

/** Loaded where they are used: two of them need a newer Node than the others. */
const CLIENTS = {
  classic: async (url: string) => rabbit('classic')(url),
  quorum: async (url: string) => rabbit('quorum')(url),
  jetstream: async (url: string) => (await import('./clients/jetstream.ts')).nats(url),
  bullmq: async (url: string) => (await import('./clients/bullmq.ts')).bullmq(url),
  pgBoss: async (url: string) => (await import('./clients/pgboss.ts')).pgBoss(url),
  graphile: async (url: string) => (await import('./clients/graphile.ts')).graphile(url),
}
export type ClientName = keyof typeof CLIENTS

export interface PeerJob {
  readonly client: ClientName
  readonly url: string
  readonly task: PeerTask
  readonly queue: string
  /** Where it is not the usual one. */
  readonly load: Partial<Load>
}

let connecting: Promise<PeerClient> | undefined

async function answer({ client: name, url, task, queue, load }: PeerJob) {
  try {
    connecting ??= CLIENTS[name](url)
    const client = await connecting
    await client.declare(queue)
    const figure = await TASKS[task](client, queue, { ...LOAD, ...load })
    await client.remove(queue)
    return { figure }
  } catch (error) {
    return { error: error instanceof Error ? String(error.stack) : String(error) }
  }
}

process.on('message', async (job: PeerJob) => {
  process.send?.(await answer(job))
})
