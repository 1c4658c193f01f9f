/** Brokers that hold more and more, side by side. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fillLog } from '../../fill/log.ts'
import type { Amounts } from '../../fill/options.ts'
import { queueName } from '../../fill/plan.ts'
import { EmbeddedPostgres } from '../../server/store/embedded/cluster.ts'
import { TestServer } from '../../server/testing/server.ts'
import { MESSAGES } from '../load.ts'

/** Messages of the backlog; fewer for a try. */
const FILL = Number(process.env.FILL ?? 10_000_000)
/** In every world, so that there is something old to drain. */
const SOME = 2 * MESSAGES
/** Queues but the first one are filled with so many. */
const OF_EACH_QUEUE = 10
const QUEUES = 10_000
/** With the hundred that are attached, 100,000. */
const DETACHED_NAMES = 99_900

/** The queue that is measured: in all worlds the first, which holds nearly all of the messages. */
export const QUEUE = queueName(1)

export const WORLDS = {
  small: { messages: SOME, queues: 1, subscriptions: 0, letters: 0 },
  backlog: { messages: Math.max(FILL, SOME), queues: 1, subscriptions: 10, letters: 0 },
  queues: { messages: SOME + OF_EACH_QUEUE * QUEUES, queues: QUEUES, subscriptions: 100, letters: 0 },
  names: { messages: SOME, queues: 1, subscriptions: DETACHED_NAMES, letters: 0 },
} as const satisfies Record<string, Amounts>

export type WorldName = keyof typeof WORLDS

export const NAMES: Readonly<Record<WorldName, string>> = {
  small: `nearly empty: ${SOME} messages`,
  backlog: `${WORLDS.backlog.messages} messages`,
  queues: `${QUEUES} queues`,
  names: `${DETACHED_NAMES} more durable names`,
}

export interface World {
  readonly name: WorldName
  readonly server: TestServer
  close(): Promise<void>
}

/** Fills a database and starts a broker on it. */
export async function openWorld(name: WorldName, say: (sentence: string) => void): Promise<World> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdline-growth-'))
  const remove = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  try {
    await fillFolder(dataDir, WORLDS[name], say)
    const server = await TestServer.start({ env: { DATA_DIR: dataDir, LOG_LEVEL: 'info' } })
    const close = async (): Promise<void> => {
      await server.stop()
      await server.dispose()
      remove()
    }
    return { name, server, close }
  } catch (error) {
    remove()
    throw error
  }
}

async function fillFolder(dataDir: string, amounts: Amounts, say: (sentence: string) => void): Promise<void> {
  const postgres = new EmbeddedPostgres({ dataDir })
  await postgres.start()
  try {
    await fillLog({ url: postgres.url(), amounts, now: Date.now(), say })
  } finally {
    await postgres.stop()
  }
}

/** Of the server's process alone, without its Postgres. */
export function residentMiB({ server }: World): number {
  const [, kib] = readFileSync(`/proc/${server.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+) kB/) ?? []
  return Number(kib) / 1_024
}
