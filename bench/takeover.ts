/**
 * `npm run takeover`: how long nobody serves when the owner of a database says goodbye, is killed, or is frozen, while
 * another process stands by. From the signal to "ready", and to the next confirm of clients that know both addresses.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { connect } from '../lib/client/index.ts'
import { EmbeddedPostgres } from '../server/store/embedded/cluster.ts'
import { Publisher, subscription } from '../server/testing/crash/clients.ts'
import { Ledger } from '../server/testing/crash/ledger.ts'
import { TestServer } from '../server/testing/server.ts'
import { median, table } from './figures.ts'

const runs = Number(process.env.RUNS ?? 5)
let databases = 0
const build = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))

const faults = {
  goodbye: (owner: TestServer) => void owner.stop(),
  killed: (owner: TestServer) => void owner.kill(),
  frozen: (owner: TestServer) => owner.freeze(),
} as const

/** Milliseconds after the signal. */
interface Took {
  readonly ready: number
  readonly plain: number
  readonly sdk: number
}

async function main(): Promise<void> {
  execFileSync(process.execPath, [build, 'server'], { stdio: 'inherit' })
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdline-takeover-'))
  const postgres = new EmbeddedPostgres({ dataDir })
  await postgres.start()
  try {
    const rows: string[][] = []
    for (const [name, strike] of Object.entries(faults)) rows.push([name, ...(await repeat(postgres.url(), strike))])
    console.log(table(['the owner', 'ready, ms', 'plain client goes on, ms', 'SDK goes on, ms'], rows))
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Medians and ranges. */
async function repeat(url: string, strike: (owner: TestServer) => void): Promise<string[]> {
  const all: Took[] = []
  for (let run = 0; run < runs; run++) all.push(await measure(await freshDatabase(url), strike))
  return (['ready', 'plain', 'sdk'] as const).map((key) => {
    const values = all.map((took) => Math.round(took[key]))
    return `${median(values)} (${Math.min(...values)}–${Math.max(...values)})`
  })
}

/** Of its own for each run: the clients' ids must be new to the broker. */
async function freshDatabase(url: string): Promise<string> {
  databases += 1
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`CREATE DATABASE takeover_${databases}`)
  await client.end()
  return Object.assign(new URL(url), { pathname: `/takeover_${databases}` }).href
}

async function measure(url: string, strike: (owner: TestServer) => void): Promise<Took> {
  const env = { DATABASE_URL: url, LOG_LEVEL: 'debug' }
  const owner = await TestServer.start({ env })
  const successor = TestServer.create({ env })
  const standing = successor.log.next((line) => String(line.msg).includes('stands by'))
  successor.launch()
  await standing
  const urls = [owner.url, successor.url]
  const sdk = connect(urls)
  const plain = new Publisher(urls, new Ledger(subscription))
  const publish = () => sdk.publish({ queue: 'takeover', event: 'noted' })
  await Promise.all([plain.publish(), publish()])
  const ready = successor.log.next((line) => line.event === 'ready')
  const from = performance.now()
  const since = async (what: Promise<unknown>) => {
    await what
    return performance.now() - from
  }
  strike(owner)
  const [untilReady, untilPlain, untilSdk] = await Promise.all([since(ready), since(plain.publish()), since(publish())])
  plain.socket.disconnect()
  await sdk.close()
  await successor.stop()
  for (const server of [owner, successor]) await server.dispose()
  return { ready: untilReady, plain: untilPlain, sdk: untilSdk }
}

await main()
