/** Stories run against the real server, each with one of its own: its process, its Postgres, its data. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test as base, expect, type Page } from '@playwright/test'
import type { PublishBody } from '../../lib/api.ts'
import { TestServer } from '../../server/testing/server.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Story {
  /** What the broker is started with; `test.use({ env: … })`. */
  env: Readonly<Record<string, string>>
  /** The broker with its pages; `kill` and `start` it as a story needs. */
  broker: TestServer
}

export const test = base.extend<Story>({
  env: [{}, { option: true }],
  broker: async ({ env }, use) => {
    const broker = await TestServer.start({ pages: true, env })
    await use(broker)
    await broker.dispose()
  },
  baseURL: async ({ broker }, use) => use(broker.url),
})

export { expect }

/** Publishes by the HTTP API, as a service would. */
export async function publish(broker: TestServer, queue: string, message: PublishBody): Promise<void> {
  const response = await fetch(`${broker.url}/api/queues/${queue}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  })
  expect(response.status, await response.text()).toBe(200)
}

/** Waits until the page hears from the broker. */
export async function live(page: Page): Promise<void> {
  await expect(page.getByLabel('Connection and health').getByText('Connected, live')).toBeVisible()
}

/** No violation of WCAG 2.2 A and AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const axe: unknown = Reflect.get(window, 'axe')
    const run: unknown = typeof axe === 'object' && axe !== null ? Reflect.get(axe, 'run') : undefined
    if (typeof run !== 'function') throw new Error('axe is not in the page')
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await run(document, { runOnly: { type: 'tag', values: tags } })
    return violations.map(
      (one: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }) =>
        `${one.id}: ${one.help}\n${one.nodes.map((node) => `  ${node.html.slice(0, 200)}\n  ${node.failureSummary}`).join('\n')}`,
    )
  })
  expect(violations).toEqual([])
}
