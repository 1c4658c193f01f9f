/** `npm run bench`: everything in one run on one machine, round by round, and a table at the end. */
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { EmbeddedPostgres } from '../server/store/embedded/cluster.ts'
import { TestServer } from '../server/testing/server.ts'
import type { Job } from './client.ts'
import { Figures } from './figures.ts'
import { MESSAGES, ROUNDS, WARM_UP_ROUNDS } from './load.ts'
import { durability, insertBatches, rowsWritten } from './postgres.ts'
import { ClientProcess, startRawServer } from './processes.ts'
import { report } from './report.ts'

const build = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))

async function main(): Promise<void> {
  execFileSync(process.execPath, [build, 'server'], { stdio: 'inherit' })
  const server = await TestServer.start({ env: { LOG_LEVEL: 'info' } })
  try {
    await measure(server)
  } finally {
    await server.stop()
    await server.dispose()
  }
}

async function measure(server: TestServer): Promise<void> {
  const postgres = new EmbeddedPostgres({ dataDir: server.dataDir })
  await postgres.find()
  const raw = await startRawServer()
  const client = new ClientProcess()
  const figures = new Figures()
  const broker = { url: server.url, postgres: postgres.url() }
  for (let round = 0; round < WARM_UP_ROUNDS; round++)
    await measureRates(client, figures, raw.url, broker, `warm-${round}`)
  figures.clear()
  console.log('warmed up')
  for (let round = 1; round <= ROUNDS; round++) {
    await measureRates(client, figures, raw.url, broker, String(round))
    await measureLatency(client, figures, broker, round)
    console.log(`round ${round} of ${ROUNDS}`)
  }
  await measureRows(client, figures, broker)
  raw.stop()
  client.stop()
  console.log(
    `\n${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; ${await durability(broker.postgres)}\n`,
  )
  console.log(report(figures))
}

interface Broker {
  readonly url: string
  readonly postgres: string
}

async function measureRates(
  client: ClientProcess,
  figures: Figures,
  rawUrl: string,
  broker: Broker,
  round: string,
): Promise<void> {
  const rate = async (task: Job['task'], url: string, queue: string): Promise<void> =>
    figures.add(task, await client.rate({ task, url, queue: `${queue}-${round}` }))
  await rate('rawPublish', rawUrl, 'raw')
  await rate('rawRelay', rawUrl, 'raw')
  figures.add('insert', await insertBatches(broker.postgres))
  // A drain takes what the publish before it has stored.
  await rate('plainPublish', broker.url, 'plain')
  await rate('plainDrain', broker.url, 'plain')
  await rate('sdkPublish', broker.url, 'sdk')
  await rate('sdkDrain', broker.url, 'sdk')
  await rate('plainPipeline', broker.url, 'plain-pipeline')
  await rate('sdkPipeline', broker.url, 'sdk-pipeline')
}

async function measureLatency(client: ClientProcess, figures: Figures, broker: Broker, round: number): Promise<void> {
  for (const task of ['plainLatency', 'sdkLatency'] as const) {
    const took = await client.series({ task, url: broker.url, queue: `${task}-${round}` })
    figures.addQuantiles(task, took)
  }
}

/** Rows per message of a whole pipeline, settlements included. */
async function measureRows(client: ClientProcess, figures: Figures, broker: Broker): Promise<void> {
  for (const task of ['plainPipeline', 'sdkPipeline'] as const) {
    const before = await rowsWritten(broker.postgres)
    await client.rate({ task, url: broker.url, queue: `${task}-rows` })
    figures.add(`${task}Rows`, ((await rowsWritten(broker.postgres)) - before) / MESSAGES)
  }
}

await main()
