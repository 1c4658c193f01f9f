/**
 * `npm run size`: the dashboard of a broker at size, in a Chromium. How long each page takes to its first screen and
 * its data to come, whether a long list scrolls without a gap, and what a tab takes while messages pass.
 */
import { loadavg } from 'node:os'
import { type Browser, chromium, type Page } from '@playwright/test'
import { systemChromium } from '../scripts/lib/chromium.mjs'
import { quantile, table } from './figures.ts'
import { watchMemory } from './size/memory.ts'
import { type PageOfSize, pages } from './size/pages.ts'
import { scrolled } from './size/scroll.ts'

const url = process.env.URL ?? 'http://localhost:3000'
const runs = Number(process.env.RUNS ?? 3)
const minutes = Number(process.env.MINUTES ?? 15)
const rate = Number(process.env.RATE ?? 2_000)
const executablePath = process.env.CHROMIUM_PATH ?? systemChromium()

interface Opened {
  readonly firstMs: number
  /** The slowest answer of the API until then, and which it was. */
  readonly callMs: number
  readonly call: string
  readonly bytes: number
}

/** From the navigation to rows on the screen, with nothing in the browser's cache. */
async function open(browser: Browser, { path, first }: PageOfSize): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${url}${path}`, { waitUntil: 'commit' })
  await page.locator(first).first().waitFor({ timeout: 60_000 })
  const opened = await page.evaluate(() => {
    const calls = performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => new URL(name).pathname.startsWith('/api/'))
    const slowest = calls.reduce<PerformanceResourceTiming | undefined>(
      (most, call) => (most === undefined || call.duration > most.duration ? call : most),
      undefined,
    )
    const { pathname, search } = new URL(slowest?.name ?? location.href)
    return {
      firstMs: performance.now(),
      callMs: slowest?.duration ?? 0,
      call: slowest === undefined ? '' : `${pathname}${search}`,
      bytes: calls.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
    }
  })
  await context.close()
  return opened
}

async function openAll(browser: Browser): Promise<void> {
  const rows: string[][] = []
  for (const page of pages) {
    const found: Opened[] = []
    for (let run = 0; run < runs; run += 1) found.push(await open(browser, page))
    const best = found.toSorted((a, b) => a.firstMs - b.firstMs)[0]
    const slowest = found.toSorted((a, b) => a.callMs - b.callMs)[0]
    if (best === undefined || slowest === undefined) continue
    const range = `${Math.round(best.firstMs)}–${Math.round(
      quantile(
        found.map(({ firstMs }) => firstMs),
        1,
      ),
    )}`
    rows.push([page.path, range, `${Math.round(slowest.callMs)}`, slowest.call.slice(0, 60), kilo(best.bytes)])
  }
  console.log(table(['page', 'first screen, ms', 'slowest call, ms', 'which', 'data, kB'], rows))
}

async function scrollAll(browser: Browser): Promise<void> {
  const rows: string[][] = []
  for (const { path, first } of pages.filter(({ long }) => long)) {
    const page = await newPage(browser, path, first)
    const { frames, gaps, slowestMs, rows: seen } = await scrolled(page, first)
    rows.push([path, `${seen}`, `${frames}`, `${gaps}`, `${Math.round(slowestMs)}`])
    await page.context().close()
  }
  console.log(table(['scrolled down and up', 'px', 'frames', 'frames with a gap', 'slowest frame, ms'], rows))
}

async function newPage(browser: Browser, path: string, first: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${url}${path}`)
  await page.locator(first).first().waitFor({ timeout: 60_000 })
  return page
}

const kilo = (bytes: number) => (bytes / 1_000).toFixed(0)
const load = () => `load ${loadavg()[0]?.toFixed(1)}`

if (executablePath === undefined) throw new Error('No Chromium: name one in CHROMIUM_PATH.')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const parts = (process.env.PARTS ?? 'pages,scroll,memory').split(',')
  if (parts.includes('pages')) {
    console.log(`\nBest of ${runs}, ${load()}`)
    await openAll(browser)
  }
  if (parts.includes('scroll')) {
    console.log(`\nScrolling, ${load()}`)
    await scrollAll(browser)
  }
  if (parts.includes('memory')) {
    console.log(`\nMemory over ${minutes} minutes at ${rate} messages/s, ${load()}`)
    const tabs = [
      { name: 'queue', page: await newPage(browser, '/queues/orders', 'td[data-row]') },
      { name: 'live', page: await newPage(browser, '/queues/orders/live', 'h1') },
    ]
    console.log(await watchMemory(tabs, { url, minutes, rate }))
  }
} finally {
  await browser.close()
}
