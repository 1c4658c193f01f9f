/** Every page tells times in the zone that was chosen. */
import type { Page } from '@playwright/test'
import { subscribe } from './support/clients.ts'
import { expect, live, publish, test } from './support/story.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Whole hours by which the times on the page are off UTC, each once; all of them are of the minutes before. */
async function hoursOff(page: Page): Promise<readonly number[]> {
  const text = (await page.getByRole('main').textContent()) ?? ''
  const offs = [...text.matchAll(/(\d\d):(\d\d):(\d\d)/g)].map(([, hours, minutes, seconds]) => {
    const told = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1_000
    return Math.round((((told - (Date.now() % DAY_MS)) / HOUR_MS + 36) % 24) - 12)
  })
  return [...new Set(offs)]
}

async function inUtc(page: Page): Promise<void> {
  await page.getByRole('button', { name: /, preferences$/ }).click()
  await page.getByRole('dialog', { name: 'Preferences' }).getByRole('radio', { name: 'UTC', exact: true }).click()
  await page.keyboard.press('Escape')
}

test('a choice of UTC holds at once, and on every page', async ({ browser, broker }) => {
  await publish(broker, 'orders', { event: 'created', payload: null })
  const fails = await subscribe(broker, 'orders', {
    client: 'billing-1',
    name: 'billing',
    answer: ({ seq }) => (seq === 2 ? { nack: true, dead: true, reason: 'card declined' } : undefined),
  })
  await publish(broker, 'orders', { event: 'created', payload: null })
  await publish(broker, 'orders', { event: 'created', payload: null })
  await fails.until(2)
  await publish(broker, 'mail', { event: 'welcome', payload: null })
  await fetch(`${broker.url}/api/queues/mail/pause`, { method: 'POST' })
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', baseURL: broker.url })
  const page = await context.newPage()
  await page.goto('/queues/orders?m=2&who=queued:billing')
  await live(page)
  await expect(page.getByRole('region', { name: 'Attempts of billing' })).toContainText('card declined')
  await expect.poll(() => hoursOff(page)).toEqual([9])
  await inUtc(page)
  await expect.poll(() => hoursOff(page)).toEqual([0])

  const shown: readonly [path: string, text: RegExp][] = [
    ['/', /mail is paused/],
    ['/dead', /card declined/],
    ['/activity', /was paused/],
  ]
  for (const [path, text] of shown) {
    await page.goto(path)
    await expect(page.getByRole('main').getByText(text).first()).toBeVisible()
    await expect.poll(() => hoursOff(page), { message: path }).toEqual([0])
  }
  await context.close()
})

test('what is done is told in UTC, and what is typed or picked without a zone is read so', async ({
  browser,
  broker,
}) => {
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', baseURL: broker.url })
  const page = await context.newPage()
  await publish(broker, 'orders', { event: 'created', payload: null })
  await page.goto('/queues/orders/publish')
  await live(page)
  await inUtc(page)
  await page.getByRole('combobox', { name: 'Event' }).fill('created')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /Publish to orders/ }).click()
  await expect(page.getByRole('main').getByRole('link', { name: '2', exact: true })).toBeVisible()
  expect(await hoursOff(page), 'publish').toEqual([0])

  const asked = page.waitForRequest(/messages\?.*since=2026-03-01T10%3A00%3A00\.000Z/)
  await page.goto('/queues/orders?q=since:2026-03-01T10:00')
  await asked
  await page.getByRole('button', { name: /^Filter/ }).click()
  const builder = page.getByRole('dialog', { name: 'Filter messages by' })
  await expect(builder.getByLabel('Since, UTC')).toHaveValue(/^2026-03-01T10:00/)

  await page.goto('/lab')
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish to both' }).click()
  await expect(page.getByRole('row', { name: /published/ })).toBeVisible()
  expect(await hoursOff(page), 'lab').toEqual([0])
  await context.close()
})
