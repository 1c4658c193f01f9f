import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { io } from 'socket.io-client'
import { table } from '../figures.ts'

interface Tab {
  readonly name: string
  readonly page: Page
}

interface Sample {
  readonly heapMb: number
  readonly nodes: number
  readonly listeners: number
}

interface Asked {
  readonly url: string
  readonly minutes: number
  readonly rate: number
}

const SAMPLES = 20
const BATCH = 100

/** What is left after a collection, at even times while messages pass. */
export async function watchMemory(tabs: readonly Tab[], { url, minutes, rate }: Asked): Promise<string> {
  const stop = publishing(url, rate)
  const meters = await Promise.all(tabs.map(({ page }) => meterOf(page)))
  const rows: string[][] = []
  const began = Date.now()
  for (let n = 0; n <= SAMPLES; n += 1) {
    await pause(Math.max(0, began + (n * minutes * 60_000) / SAMPLES - Date.now()))
    const samples = await Promise.all(meters.map((meter) => meter()))
    rows.push([((Date.now() - began) / 60_000).toFixed(1), ...samples.flatMap(shown)])
    console.log(rows.at(-1)?.join(' '))
  }
  const published = await stop()
  const heads = tabs.flatMap(({ name }) => [`${name}: heap, MB`, 'nodes', 'listeners'])
  return `${table(['minutes', ...heads], rows)}\n${published} messages published`
}

const shown = ({ heapMb, nodes, listeners }: Sample) => [heapMb.toFixed(1), `${nodes}`, `${listeners}`]

async function meterOf(page: Page): Promise<() => Promise<Sample>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return async () => {
    await session.send('HeapProfiler.collectGarbage')
    const { metrics } = await session.send('Performance.getMetrics')
    const figure = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
    return {
      heapMb: figure('JSHeapUsedSize') / 1_048_576,
      nodes: figure('Nodes'),
      listeners: figure('JSEventListeners'),
    }
  }
}

/** So many messages a second into `orders`, in batches, until it is called; answers how many were confirmed. */
function publishing(url: string, rate: number): () => Promise<number> {
  const socket = io(url, { transports: ['websocket'] })
  let stopped = false
  let confirmed = 0
  const run = async () => {
    const began = Date.now()
    for (let sent = 0; !stopped; sent += BATCH) {
      await pause(Math.max(0, began + (sent / rate) * 1_000 - Date.now()))
      const batch = Array.from({ length: BATCH }, (_, n) => ({
        queue: 'orders',
        event: 'created',
        payload: { id: sent + n, customer: `c_${n}`, amount: 1_999, note: 'a message of about a hundred bytes' },
      }))
      await socket.emitWithAck('publish', batch)
      confirmed += BATCH
    }
  }
  const running = run()
  return async () => {
    stopped = true
    await running
    socket.disconnect()
    return confirmed
  }
}
