/**
 * `npm run looking`: what ten tabs of the dashboard cost a broker under 20,000 messages a second. Rounds of none, ten
 * that are looked at, and ten in the background, one after the other, so that what else the machine does hits all alike.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'
import { TestServer } from '../server/testing/server.ts'
import { Figures, quantile, short, table } from './figures.ts'
import { ROUNDS, STEADY_PER_SECOND, STEADY_SECONDS } from './load.ts'
import { ClientProcess } from './processes.ts'

const PATHS = ['/', '/queues', '/queues/looking/messages', '/queues/looking/subscriptions', '/subscribers']
const TABS = 10
const WAYS = ['none', 'open', 'hidden'] as const
type Way = (typeof WAYS)[number]

const build = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))

async function main(): Promise<void> {
  execFileSync(process.execPath, [build], { stdio: 'inherit' })
  const server = await TestServer.start({ pages: true })
  const client = new ClientProcess()
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] })
  try {
    const figures = new Figures()
    await measure('none', server, client, browser, new Figures())
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of WAYS) await measure(way, server, client, browser, figures)
    }
    console.log(report(figures))
  } finally {
    await browser.close()
    client.stop()
    await server.stop()
    await server.dispose()
  }
}

async function measure(way: Way, server: TestServer, client: ClientProcess, browser: Browser, figures: Figures) {
  const pages = way === 'none' ? [] : await open(browser, server.url, way === 'hidden')
  const requests = counted(pages)
  const before = cpuMs(server.pid)
  const [rate = 0, ...took] = await client.series({ task: 'sdkSteady', url: server.url, queue: 'looking' })
  figures.add(`${way}Rate`, rate)
  figures.add(`${way}P50`, quantile(took, 0.5))
  figures.add(`${way}P99`, quantile(took, 0.99))
  figures.add(`${way}Cpu`, ((cpuMs(server.pid) - before) * 1_000) / (STEADY_PER_SECOND * STEADY_SECONDS))
  figures.add(`${way}Requests`, requests() / ((STEADY_PER_SECOND * STEADY_SECONDS) / rate))
  await Promise.all(pages.map((page) => page.context().close()))
  console.error(`${way}: ${short(rate)}/s, p99 ${short(quantile(took, 0.99))} ms`)
}

/** Each in a window of its own; a hidden one is told that nobody looks. */
async function open(browser: Browser, url: string, hidden: boolean): Promise<Page[]> {
  return Promise.all(
    Array.from({ length: TABS }, async (_, i) => {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(`${url}${PATHS[i % PATHS.length]}`)
      await page.getByRole('main').waitFor()
      if (hidden) await page.evaluate(hide)
      return page
    }),
  )
}

function hide(): void {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

function counted(pages: readonly Page[]): () => number {
  let count = 0
  for (const page of pages) {
    page.on('request', (request) => {
      if (request.url().includes('/api/')) count += 1
    })
  }
  return () => count
}

/** User and system time of a process, by Linux's books: ticks of 10 ms. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function report(figures: Figures): string {
  const rows = WAYS.map((way) => [
    way === 'none' ? 'no tab' : `ten tabs, ${way === 'open' ? 'looked at' : 'in the background'}`,
    `${short(figures.median(`${way}Rate`))} (${figures.spread(`${way}Rate`)})`,
    percent(figures.ratio(`${way}Rate`, 'noneRate')),
    `${short(figures.median(`${way}P50`))} · ${short(figures.median(`${way}P99`))}`,
    short(figures.median(`${way}Cpu`)),
    percent(figures.ratio(`${way}Cpu`, 'noneCpu')),
    short(figures.median(`${way}Requests`)),
  ])
  const head = [
    '',
    'messages/s',
    'against none',
    'p50 · p99, ms',
    'broker CPU, µs a message',
    'against none',
    'requests/s',
  ]
  return table(head, rows)
}

function percent(ratio: number): string {
  const change = (ratio - 1) * 100
  return `${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(1)} %`
}

await main()
