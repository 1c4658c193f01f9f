/**
 * `npm run demo`: feeds the running broker with what really happens in a folder and in a table. Ctrl-C takes away the
 * files and the table that it made; the messages and the subscriptions stay, because those are the broker's now.
 */
import path from 'node:path'
import pg from 'pg'
import { type Client, connect } from '../lib/client/index.ts'
import { ConfigError, parseConfig } from '../server/config.ts'
import { EmbeddedPostgresError } from '../server/store/embedded/error.ts'
import { DemoError, databaseUrl, needBroker } from './broker.ts'
import { removeIfEmpty, watchFolder } from './folder.ts'
import { FileHands, move, RowHands } from './hands.ts'
import { say } from './say.ts'
import { archive, ledger, screen } from './subscribers.ts'
import { createTable, dropTable, watchTable } from './table.ts'

const root = path.resolve(import.meta.dirname, '..')
const folder = path.join(root, 'demo-files')

/** Where the broker is gone already, nobody waits long for its last word. */
const CLOSING = { timeoutMs: 2_000 }

/** What is undone at the end, the last first. */
type Undo = () => unknown

function introduce(url: string): void {
  console.log(`
  Holdline demo, on ${url}

  filesystem   add, update, delete: each file in ${folder}
  database     add, update, delete: each row of the table holdline_demo.orders,
               and connection-lost when the connection that listens there is cut

  It changes files and rows by itself. Change some yourself: yours are published too.
  archive and ledger are durable subscriptions, and ledger is busy at times; screen listens in real time.
  Ctrl-C stops it and removes its files and its table.
`)
}

function publishTo(client: Client, queue: string): (change: { event: string; payload: unknown }) => void {
  return ({ event, payload }) =>
    void client.publish({ queue, event, payload }).then(
      ({ seq }) => say('publish', `${queue} ${event} #${seq}`),
      (error) => say('publish', `${queue} ${event} was refused: ${error}`),
    )
}

async function watchTableOf(database: string, publisher: Client, undo: Undo[]): Promise<pg.Pool> {
  const pool = new pg.Pool({ connectionString: database, max: 2 })
  // An idle connection that breaks, as when Postgres restarts, is replaced on next use.
  pool.on('error', () => undefined)
  undo.push(() => pool.end())
  await createTable(pool)
  undo.push(() => dropTable(pool))
  undo.push(watchTable(database, publishTo(publisher, 'database')))
  return pool
}

/** Starts everything, and answers what ends it. */
async function begin(): Promise<Undo[]> {
  const config = parseConfig(process.env, root)
  const url = `http://localhost:${config.port}`
  const token = config.token ?? undefined
  await needBroker(url)
  const database = await databaseUrl(config)
  introduce(url)

  const undo: Undo[] = []
  const publisher = connect(url, { client: 'demo-publisher', token })
  undo.push(() => publisher.close(CLOSING))
  const stopping = new AbortController()
  for (const subscribe of [archive, ledger, screen]) {
    const subscriber = await subscribe({ url, token, say, stopping: stopping.signal })
    undo.push(() => subscriber.close(CLOSING))
  }
  undo.push(() => removeIfEmpty(folder))
  undo.push(watchFolder(folder, publishTo(publisher, 'filesystem')))
  const files = new FileHands(folder)
  undo.push(() => files.cleanUp())
  const pool = await watchTableOf(database, publisher, undo)
  undo.push(move(files, new RowHands(pool), (error) => say('table', `could not be changed: ${error}`)))
  undo.push(() => stopping.abort())
  return undo
}

/** One Ctrl-C arrives twice: from the terminal, and from npm, which passes on what it got itself. */
const sameSignalMs = 1_000

async function end(undo: Undo[]): Promise<void> {
  console.log('\n  Stopping; a second Ctrl-C stops at once.')
  const since = performance.now()
  process.on('SIGINT', () => {
    if (performance.now() - since > sameSignalMs) process.exit(1)
  })
  for (const step of undo.reverse()) await step()
}

async function run(): Promise<void> {
  const undo = await begin()
  await new Promise<void>((resolve) => {
    process.on('SIGINT', () => resolve())
    process.on('SIGTERM', () => resolve())
  })
  await end(undo)
}

run().catch((error: unknown) => {
  const plain = [ConfigError, DemoError, EmbeddedPostgresError].some((kind) => error instanceof kind)
  console.error(plain && error instanceof Error ? error.message : error)
  process.exit(1)
})
