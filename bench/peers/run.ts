/**
 * `npm run peers`: the same work for Holdline and for what people would use instead, in turn, round by round; a table,
 * and everything as JSON in results/. `-- rabbit bullmq` for some of them, `ROUNDS=3` for fewer rounds.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { EmbeddedPostgres } from '../../server/store/embedded/cluster.ts'
import { TestServer } from '../../server/testing/server.ts'
import type { Job } from '../client.ts'
import { Figures, short, table } from '../figures.ts'
import { LATENCY_PER_SECOND, MESSAGES, ROUNDS, WINDOW } from '../load.ts'
import { durability } from '../postgres.ts'
import { ClientProcess } from '../processes.ts'
import { type Peer, startPeers } from './peers.ts'
import type { PeerTask } from './tasks.ts'

const build = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url))
const results = new URL('../results/', import.meta.url)

const OWN: readonly { readonly name: string; readonly tasks: Readonly<Partial<Record<PeerTask, Job['task']>>> }[] = [
  {
    name: 'Holdline, SDK',
    tasks: { publish: 'sdkPublish', drain: 'sdkDrain', pipeline: 'sdkPipeline', latency: 'sdkLatency' },
  },
  {
    name: 'Holdline, plain client',
    tasks: { publish: 'plainPublish', drain: 'plainDrain', pipeline: 'plainPipeline', latency: 'plainLatency' },
  },
]

/** A drain takes what the publish before it has stored. */
const queueOf = (name: string, task: PeerTask, round: string): string =>
  `${name.replaceAll(/\W+/g, '-')}-${task === 'drain' ? 'publish' : task}-${round}`

function add(figures: Figures, name: string, task: PeerTask, figure: number | number[]): void {
  if (typeof figure === 'number') figures.add(`${name} ${task}`, figure)
  else figures.addQuantiles(`${name} ${task}`, figure)
}

async function playRound(figures: Figures, url: string, client: ClientProcess, peers: readonly Peer[], round: string) {
  for (const { name, tasks } of OWN) {
    for (const task of ['publish', 'drain', 'pipeline', 'latency'] as const) {
      const own = tasks[task]
      if (own === undefined) continue
      add(figures, name, task, await client.run({ task: own, url, queue: queueOf(name, task, round) }))
    }
  }
  for (const { name, tasks, process } of peers) {
    for (const task of tasks) add(figures, name, task, await process.run(task, queueOf(name, task, round)))
  }
}

const COLUMNS = ['publish', 'drain', 'pipeline'] as const

function rowOf(figures: Figures, name: string): string[] {
  const rates = COLUMNS.map((task) => short(figures.median(`${name} ${task}`)))
  const ratio = figures.ratio('Holdline, SDK pipeline', `${name} pipeline`).toFixed(1)
  const many = figures.median(`${name} publishMany`)
  const latency = ['P50', 'P99'].map((at) => short(figures.median(`${name} latency${at}`)))
  return [name, ...rates, ratio, latency.join(' / '), Number.isNaN(many) ? '' : short(many)]
}

async function main(): Promise<void> {
  execFileSync(process.execPath, [build, 'server'], { stdio: 'inherit' })
  const server = await TestServer.start({ env: { LOG_LEVEL: 'info' } })
  const postgres = new EmbeddedPostgres({ dataDir: server.dataDir })
  await postgres.find()
  const client = new ClientProcess()
  const wanted = process.argv.slice(2).map((word) => word.toLowerCase())
  const peers = await startPeers(postgres.url(), wanted.length === 0 ? undefined : wanted)
  try {
    const figures = new Figures()
    await playRound(figures, server.url, client, peers.running, 'warm')
    figures.clear()
    for (let round = 1; round <= ROUNDS; round++) {
      await playRound(figures, server.url, client, peers.running, String(round))
      console.log(`round ${round} of ${ROUNDS}`)
    }
    await say(figures, peers, postgres.url())
  } finally {
    client.stop()
    await peers.stop()
    await server.stop()
    await server.dispose()
  }
}

async function say(
  figures: Figures,
  peers: { running: readonly Peer[]; missing: readonly string[] },
  postgres: string,
) {
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; ${await durability(postgres)}`
  const names = [...OWN, ...peers.running].map(({ name }) => name)
  const header = [
    'messages/s',
    'publish',
    'drain',
    'pipeline',
    'SDK pipeline ÷ it',
    `p50 / p99 at ${LATENCY_PER_SECOND}/s, ms`,
    'publish by 256',
  ]
  console.log(`\n${machine}\n${MESSAGES} messages, window ${WINDOW}\n`)
  console.log(
    table(
      header,
      names.map((name) => rowOf(figures, name)),
    ),
  )
  console.log(`\n${peers.running.map(({ name, about }) => `${name}: ${about}`).join('\n')}`)
  for (const line of peers.missing) console.log(`Not measured: ${line}`)
  mkdirSync(results, { recursive: true })
  const file = new URL(`peers-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`, results)
  const abouts = Object.fromEntries(peers.running.map(({ name, about }) => [name, about]))
  writeFileSync(
    file,
    JSON.stringify({ machine, peers: abouts, missing: peers.missing, figures: figures.all() }, null, 2),
  )
}

await main()
