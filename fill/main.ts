/** `npm run fill`: a broker's database at size, or thousands of connections to one that runs. */
import path from 'node:path'
import { ConfigError, parseConfig } from '../server/config.ts'
import { EmbeddedPostgres } from '../server/store/embedded/cluster.ts'
import { EmbeddedPostgresError } from '../server/store/embedded/error.ts'
import { openConnections } from './connections.ts'
import { fillLog } from './log.ts'
import { type Amounts, FillError, parseOptions } from './options.ts'

const root = path.resolve(import.meta.dirname, '..')
const say = (sentence: string): void => console.log(`  ${sentence}`)

async function run(): Promise<void> {
  const config = parseConfig(process.env, root)
  const options = parseOptions(process.argv.slice(2), `http://localhost:${config.port}`)
  if (options.kind === 'connections') return hold(options.url, options.connections, config.token ?? undefined)
  if (config.databaseUrl !== null) return fill(config.databaseUrl, options.amounts)
  const embedded = new EmbeddedPostgres({ dataDir: config.dataDir })
  // One that a broker runs is that broker's to stop.
  const isRunning = await embedded.find().then(
    () => true,
    () => false,
  )
  if (!isRunning) await embedded.start()
  try {
    await fill(embedded.url(), options.amounts)
  } finally {
    if (!isRunning) await embedded.stop()
  }
}

async function fill(url: string, amounts: Amounts): Promise<void> {
  const began = performance.now()
  await fillLog({ url, amounts, now: Date.now(), say })
  const seconds = Math.round((performance.now() - began) / 1_000)
  const { messages, queues, subscriptions, letters } = amounts
  say(
    `${messages} messages, ${queues} queues, ${subscriptions} subscriptions and ${letters} dead letters in ${seconds} s`,
  )
}

async function hold(url: string, count: number, token: string | undefined): Promise<void> {
  const close = await openConnections(url, count, token, say)
  say('Ctrl-C closes them.')
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  close()
}

run().catch((error: unknown) => {
  const plain = [ConfigError, FillError, EmbeddedPostgresError].some((kind) => error instanceof kind)
  console.error(plain && error instanceof Error ? error.message : error)
  process.exitCode = 1
})
