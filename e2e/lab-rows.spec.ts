import type { Page } from '@playwright/test'
import { expect, expectAccessible, live, test } from './support/story.ts'

async function openLab(page: Page): Promise<void> {
  await page.goto('/lab')
  await live(page)
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
}

function tiles(page: Page, lane: string) {
  return page.getByRole('list', { name: lane }).locator('.tile')
}

test('an empty Lab invites to a first message', async ({ page }) => {
  await openLab(page)
  const start = page.getByRole('region', { name: 'See the difference' })
  await expectAccessible(page)
  await start.getByRole('button', { name: 'Publish one' }).click()
  await expect(tiles(page, 'desk, queued')).toHaveText(['1acked'])
  await expect(start).toBeHidden()
})

test('a slow subscriber catches up with a backlog: how far it is and how long the rest takes', async ({ page }) => {
  await openLab(page)
  await page
    .getByRole('radiogroup', { name: 'How tablet handles a message' })
    .getByRole('radio', { name: 'Slow' })
    .click()
  const plug = page.getByRole('switch', { name: 'tablet plugged in' })
  await plug.click()
  await expect(page.getByText('2 get it, tablet misses it.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish 6' }).click()
  await expect(page.getByText('6 wait for tablet.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish 6' }).click()
  await expect(page.getByText('12 wait for tablet.')).toBeVisible()
  await plug.click()
  await expect(page.getByRole('list', { name: 'tablet, queued' })).toContainText(/\d+ of 12, \d+(\.\d)? s left/)
  await expect(page.getByText('12 waited and were caught up.')).toBeVisible({ timeout: 15_000 })
})

test('a subscriber that fails every time ends with a dead letter, and only it', async ({ page }) => {
  test.setTimeout(120_000)
  await openLab(page)
  await page
    .getByRole('radiogroup', { name: 'How billing handles a message' })
    .getByRole('radio', { name: 'Fail' })
    .click()
  await page.getByRole('button', { name: 'Publish to both' }).click()
  await expect(tiles(page, 'billing, queued')).toHaveText(['1retrying'])
  await expect(tiles(page, 'billing, queued')).toHaveText(['1dead'], { timeout: 90_000 })
  await expect(tiles(page, 'desk, queued')).toHaveText(['1acked'])
  await expect(page.getByText('1 message given up.')).toBeVisible()
})

test('one more subscriber is added and removed by keyboard, and a tile opens its delivery', async ({ page }) => {
  await openLab(page)
  await page.getByRole('button', { name: 'Add phone' }).press('Enter')
  await expect(page.getByText('All 4 get it either way.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish to both' }).press('Enter')
  await expect(tiles(page, 'phone, queued')).toHaveText(['1acked'])

  const opening = page.waitForEvent('popup')
  await tiles(page, 'phone, queued').press('Enter')
  const delivery = await opening
  await expect(delivery.getByRole('complementary')).toContainText('phone')
  await delivery.close()

  await page.getByRole('button', { name: 'Remove phone' }).press('Enter')
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'phone', exact: true })).toContainText('It has left this Lab.')
  await expectAccessible(page)
})
