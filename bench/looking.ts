/**
 * `npm run looking`: what ten tabs of the dashboard cost a broker under a steady load. Rounds of none, ten that are
 * looked at, and ten in the background, one after the other, so that what else the machine does hits all alike.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Browser } from '@playwright/test'
import { TestServer } from '../server/testing/server.ts'
import { cpuMs } from './cpu.ts'
import { Figures, quantile, short, table } from './figures.ts'
import { QUEUE, ROUNDS, STEADY_PER_SECOND, STEADY_SECONDS } from './load.ts'
import { ClientProcess } from './processes.ts'
import { startBrowser, Tabs } from './tabs.ts'

const WAYS = ['none', 'open', 'hidden'] as const
type Way = (typeof WAYS)[number]

interface Bench {
  readonly server: TestServer
  readonly client: ClientProcess
  readonly browser: Browser
}

const build = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))

async function main(): Promise<void> {
  execFileSync(process.execPath, [build], { stdio: 'inherit' })
  const server = await TestServer.start({ pages: true })
  const bench = { server, client: new ClientProcess(), browser: await startBrowser() }
  try {
    const figures = new Figures()
    for (const way of ['none', 'open'] as const) await measure(way, bench, new Figures())
    for (let round = 0; round < ROUNDS; round++) for (const way of WAYS) await measure(way, bench, figures)
    console.log(report(figures))
  } finally {
    await bench.browser.close()
    bench.client.stop()
    await server.stop()
    await server.dispose()
  }
}

async function measure(way: Way, { server, client, browser }: Bench, figures: Figures): Promise<void> {
  const tabs = way === 'none' ? null : await Tabs.open(browser, server.url, way === 'hidden')
  const from = performance.now()
  const before = cpuMs(server.pid)
  const [rate = 0, ...took] = await client.series({ task: 'sdkSteady', url: server.url, queue: QUEUE })
  const perMessage = ((cpuMs(server.pid) - before) * 1_000) / (STEADY_PER_SECOND * STEADY_SECONDS)
  const seconds = (performance.now() - from) / 1_000
  const { requests, bytes } = tabs?.take() ?? { requests: 0, bytes: 0 }
  await tabs?.close()
  figures.add(`${way}Rate`, rate)
  figures.addQuantiles(way, took)
  figures.add(`${way}Cpu`, perMessage)
  // Where the browser leaves no room for the whole load, it takes longer, and each message carries more of the tabs.
  figures.add(`${way}Share`, ((perMessage - figures.last('noneCpu')) * rate) / 10_000)
  figures.add(`${way}Requests`, requests / seconds)
  figures.add(`${way}Bytes`, bytes / seconds)
  const said = [`${short(rate)}/s`, `p99 ${short(quantile(took, 0.99))} ms`, `${short(perMessage)} µs`]
  console.error(`${way}: ${[...said, `${short(requests / seconds)} requests/s`].join(', ')}`)
}

const NAMES: Readonly<Record<Way, string>> = {
  none: 'no tab',
  open: 'ten tabs, looked at',
  hidden: 'ten tabs, in the background',
}

function report(figures: Figures): string {
  const columns: readonly (readonly [string, (way: Way) => string])[] = [
    ['', (way) => NAMES[way]],
    ['messages/s', (way) => short(figures.median(`${way}Rate`))],
    ['p50 · p99, ms', (way) => `${short(figures.median(`${way}P50`))} · ${short(figures.median(`${way}P99`))}`],
    ['broker CPU, µs a message', (way) => `${short(figures.median(`${way}Cpu`))} (${figures.spread(`${way}Cpu`)})`],
    ['for the tabs, of one core', (way) => `${figures.median(`${way}Share`).toFixed(1)} %`],
    ['requests/s', (way) => short(figures.median(`${way}Requests`))],
    ['KiB/s', (way) => short(figures.median(`${way}Bytes`) / 1_024)],
  ]
  const rows = WAYS.map((way) => columns.map(([, cell]) => cell(way)))
  return table(
    columns.map(([head]) => head),
    rows,
  )
}

await main()
