import type { TestServer } from '../server/testing/server.ts'
import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

async function post(broker: TestServer, path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${broker.url}/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.ok, await answer.text()).toBe(true)
}

const message = (payload: unknown = null) => ({ event: 'created', payload })

test('a backlog is named with its rates, and leads to its subscription', async ({ page, broker }) => {
  // It never answers: what comes waits behind the one that it holds.
  await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing', credit: 1, answer: () => 'hold' })
  const batch = new Array(150).fill(message())
  await page.goto('/')
  await post(broker, '/queues/orders/messages', { messages: batch })
  const needs = page.getByRole('region', { name: 'Needs attention' })
  const line = needs.getByRole('listitem').filter({ hasText: 'billing on orders is falling behind' })
  await expect(line).toContainText(/149 waiting.*It falls behind by [\d.]+\/s: it acks 0\/s, [\d.]+\/s come in\./, {
    timeout: 90_000,
  })
  await expect(line).toContainText('billing-1 has held one of 1 for')
  await expectAccessible(page)
  await line.getByRole('link', { name: /Open subscription/ }).click()
  await expect(page.getByRole('heading', { name: 'Subscribers', level: 1 })).toBeVisible()
  await expect(page.getByRole('row', { name: /billing/ }).first()).toBeVisible()
})

test('the reason of dead letters leads to them', async ({ page, broker }) => {
  const reasons = ['card declined', 'card declined', 'PSP answered 503']
  const billing = await subscribe(broker, 'orders', {
    client: 'billing-1',
    name: 'billing',
    answer: ({ seq }) => ({ nack: true, dead: true, reason: reasons[(seq ?? 1) - 1] ?? '' }),
  })
  for (const _ of reasons) await publish(broker, 'orders', message())
  await billing.until(3)
  await page.goto('/')
  await live(page)
  const needs = page.getByRole('region', { name: 'Needs attention' })
  await expect(needs).toContainText('billing on orders gave up on 3 messages')
  await expect(needs).toContainText(
    '2 because “card declined”, 1 for 1 other reason. Still growing: 3 in the last 15 min.',
  )
  await needs.getByRole('link', { name: /Review dead letters/ }).click()
  await expect(page).toHaveURL(/of=orders%2Fbilling|of=orders\/billing/)
  await expect(page.getByText('card declined').first()).toBeVisible()
})

test('a paused queue goes on from here', async ({ page, broker }) => {
  await publish(broker, 'reports', message())
  await post(broker, '/queues/reports/pause', {})
  await page.goto('/')
  await live(page)
  const needs = page.getByRole('region', { name: 'Needs attention' })
  await expect(needs).toContainText('reports is paused')
  await expectAccessible(page)
  await needs.getByRole('button', { name: 'Resume reports' }).focus()
  await page.keyboard.press('Enter')
  await expect(needs).toContainText('Nothing needs a hand.')
  await expect(page.getByRole('region', { name: 'Latest changes' })).toContainText('reports')
})

test('rates over a day stay chosen, and are read step by step by keyboard alone', async ({ page, broker }) => {
  await publish(broker, 'orders', message())
  await page.goto('/')
  await live(page)
  await page.getByRole('radio', { name: '15 min' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: '24 h' })).toBeChecked()
  await expect(page).toHaveURL(/window=24h/)
  await page.reload()
  await expect(page.getByRole('radio', { name: '24 h' })).toBeChecked()

  const chart = page.getByRole('slider', { name: /Waiting over 24 h/ })
  await chart.focus()
  await expect(chart).toHaveAttribute('aria-valuetext', /1 published, 0 acked, 0 waiting at its end/)
  await page.keyboard.press('Home')
  await expect(chart).toHaveAttribute('aria-valuetext', /not known, the broker did not run/)
  await expectAccessible(page)
})

test('more than a few needs are folded, and all of them are a link', async ({ page, broker }) => {
  for (let at = 1; at <= 12; at += 1) {
    await post(broker, '/queues', { name: `queue-${at}` })
    await post(broker, `/queues/queue-${at}/pause`, {})
  }
  await publish(broker, 'queue-1', message())
  await page.goto('/')
  await live(page)
  const needs = page.getByRole('region', { name: 'Needs attention' })
  await expect(needs.getByRole('listitem')).toHaveCount(8)
  await needs.getByRole('button', { name: 'and 4 more' }).click()
  await expect(needs.getByRole('listitem')).toHaveCount(12)
  await page.reload()
  await expect(needs.getByRole('listitem')).toHaveCount(12)
  await needs.getByRole('button', { name: 'Show only the worst' }).click()
  await expect(needs.getByRole('listitem')).toHaveCount(8)
})

test('the first page shows how it works, and fills in by itself on a phone', async ({ page, broker }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Nothing has been published yet' })).toBeVisible()
  await expectAccessible(page)
  await publish(broker, `${'a'.repeat(63)}.${'b'.repeat(64)}`, message())
  await expect(page.getByRole('region', { name: 'Needs attention' })).toBeVisible()
  await expectAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
})
