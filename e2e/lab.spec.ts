import type { Page } from '@playwright/test'
import { expect, expectAccessible, live, test } from './support/story.ts'

/** The tiles of a lane, as "5 missed". */
function tiles(page: Page, lane: string) {
  return page.getByRole('list', { name: lane }).locator('.tile')
}

async function openLab(page: Page): Promise<void> {
  // A new broker has no such queue: nothing that must fail is asked for.
  const refused: string[] = []
  page.on('response', (response) => void (response.ok() || refused.push(response.url())))
  await page.goto('/lab')
  await live(page)
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
  expect(refused).toEqual([])
}

test('one is unplugged, six are published, it is plugged in again: six missed left, six caught up right', async ({
  page,
}) => {
  await openLab(page)
  await page.getByRole('switch', { name: 'tablet plugged in' }).click()
  await expect(page.getByText('2 get it, tablet misses it.')).toBeVisible()

  await page.getByRole('button', { name: 'Publish 6' }).click()
  await expect(tiles(page, 'tablet, real time').filter({ hasText: 'missed' })).toHaveCount(6)
  await expect(tiles(page, 'tablet, queued').filter({ hasText: 'waiting' })).toHaveCount(6)
  await expect(tiles(page, 'desk, queued').filter({ hasText: 'acked' })).toHaveCount(6)
  await expect(page.getByText('6 wait for tablet.')).toBeVisible()

  await page.getByRole('switch', { name: 'tablet plugged in' }).click()
  await expect(tiles(page, 'tablet, queued').filter({ hasText: 'caught up' })).toHaveCount(6)
  await expect(tiles(page, 'tablet, queued')).toHaveText([
    '1caught up',
    '2caught up',
    '3caught up',
    '4caught up',
    '5caught up',
    '6caught up',
  ])
  await expect(tiles(page, 'tablet, real time').filter({ hasText: 'missed' })).toHaveCount(6)

  const realtime = page.getByRole('region', { name: 'Real time' })
  const queued = page.getByRole('region', { name: 'Queued' })
  await expect(realtime).toContainText('6 missed')
  await expect(realtime).toContainText('tablet is back and has a hole.')
  await expect(queued).toContainText('0 missed')
  await expect(queued).toContainText('6 waited and were caught up.')
  await expect(queued).toContainText('In order, within')
  await expect(page.getByRole('row', { name: /plugged tablet back in/ })).toContainText('1 to 6 delivered in order')
  await expectAccessible(page)
})

test('a crash before the ack brings the message again', async ({ page }) => {
  await openLab(page)
  await page
    .getByRole('radiogroup', { name: 'How billing handles a message' })
    .getByRole('radio', { name: 'Crash' })
    .click()
  await page.getByRole('button', { name: 'Publish to both' }).click()
  await expect(page.getByRole('row', { name: /billing crashed on 1/ })).toContainText(
    '1 was not acked, so it comes again.',
  )
  await expect(tiles(page, 'billing, queued')).toHaveText(['1caught up'])
})

test('the Lab by keyboard alone, and nothing of it stays behind', async ({ page, broker }) => {
  await openLab(page)
  const plug = page.getByRole('switch', { name: 'desk plugged in' })
  await plug.focus()
  await page.keyboard.press('Space')
  await expect(plug).toHaveAttribute('aria-checked', 'false')
  await page.keyboard.press('Space')
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish 6' }).press('Enter')
  const first = tiles(page, 'desk, queued').first()
  await first.focus()
  await page.keyboard.press('ArrowRight')
  await expect(tiles(page, 'desk, queued').nth(1)).toBeFocused()

  const gone = Promise.all(
    ['desk', 'tablet', 'billing'].map((name) =>
      page.waitForResponse(
        (response) => response.request().method() === 'DELETE' && response.url().endsWith(`-${name}`),
      ),
    ),
  )
  await page.getByRole('link', { name: 'Queues' }).click()
  for (const response of await gone) expect(response.status()).toBe(200)
  const left = await fetch(`${broker.url}/api/subscriptions?queue=lab`)
  expect(await left.json()).toMatchObject({ items: [] })
})
