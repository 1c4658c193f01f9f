import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, test } from './support/story.ts'

/** In the Lab a scenario goes at a pace that a person can follow. */
const PLAYED = { timeout: 30_000 }

async function openLab(page: Page): Promise<void> {
  await page.goto('/lab')
  await live(page)
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
}

/** Opens a scenario file in the Lab, as its menu does. */
async function openFile(page: Page, name: string, text: string): Promise<void> {
  await page.getByLabel('Scenario file').setInputFiles({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  })
}

test('what was clicked is downloaded as a file, plays again and passes; changed, it fails and says where', async ({
  page,
}) => {
  await openLab(page)
  const plug = page.getByRole('switch', { name: 'tablet plugged in' })
  await plug.click()
  await expect(page.getByText('2 get it, tablet misses it.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish 6' }).click()
  await expect(page.getByText('6 wait for tablet.')).toBeVisible()
  await plug.click()
  await expect(page.getByText('6 waited and were caught up.')).toBeVisible()

  await page.getByRole('button', { name: 'Copy as a scenario file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Scenario file' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Tablet is away')
  await expectAccessible(page)
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download tablet-is-away.json' }).click()
  const file = await downloading
  const text = readFileSync(await file.path(), 'utf8')
  await dialog.getByRole('button', { name: 'Close' }).click()

  await openFile(page, file.suggestedFilename(), text)
  const card = page.getByRole('region', { name: 'Scenario: Tablet is away' })
  await expect(card.getByRole('status')).toContainText('passed', PLAYED)
  await expect(card.getByRole('listitem').filter({ hasText: 'tablet, real time: missed' }).last()).toContainText('6')
  await expectAccessible(page)

  const wrong = text.replace('"missed": 6', '"missed": 5')
  expect(wrong).not.toBe(text)
  await openFile(page, 'wrong.json', wrong)
  await expect(card.getByRole('status')).toContainText('failed', PLAYED)
  await expect(card.getByText('expected 5')).toBeVisible()
  await expectAccessible(page)
})

test('a file that is no scenario is told at which step, and nothing is played', async ({ page }) => {
  await openLab(page)
  const steps = [{ publish: {} }, { unplug: 'phone' }]
  await openFile(page, 'typo.json', JSON.stringify({ holdline: 1, name: 'x', subscribers: [{ name: 'desk' }], steps }))
  const card = page.getByRole('region', { name: 'typo.json cannot run' })
  await expect(card).toContainText('step 2 unplug names phone, and the subscribers are desk')
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
  await expectAccessible(page)
})

test('a file that names a queue in use plays there only after a yes, which says how many go to whom', async ({
  page,
  broker,
}) => {
  await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  await openLab(page)
  const steps = [{ publish: { count: 3, event: 'created' } }, { waitFor: 'rest' }]
  const file = { holdline: 1, name: 'To orders', queue: 'orders', subscribers: [{ name: 'desk' }], steps }
  await openFile(page, 'orders.json', JSON.stringify(file))
  const dialog = page.getByRole('dialog', { name: 'Play To orders in orders?' })
  await expect(dialog).toContainText('3 messages would go to orders: billing gets them.')
  await expect(dialog.getByRole('button', { name: 'Do not play it' })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const lastSeq = async () => Object(await (await fetch(`${broker.url}/api/queues/orders`)).json()).lastSeq
  expect(await lastSeq()).toBe(0)

  await openFile(page, 'orders.json', JSON.stringify(file))
  await dialog.getByRole('button', { name: 'Publish 3 messages to orders' }).click()
  await expect(page.getByRole('region', { name: 'Scenario: To orders' }).getByRole('status')).toContainText(
    'passed',
    PLAYED,
  )
  expect(await lastSeq()).toBe(3)
})

test('a shipped scenario by keyboard alone', async ({ page }) => {
  await openLab(page)
  await page.getByRole('button', { name: 'Scenario: unplug for 6' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: /crash before the ack/ })).toBeVisible()
  await page.keyboard.type('crash')
  await page.keyboard.press('Enter')
  const card = page.getByRole('region', { name: 'Scenario: crash before the ack' })
  await expect(card.getByRole('status')).toContainText('passed', PLAYED)
  await expect(page.getByRole('row', { name: /billing crashed on 3/ })).toBeVisible()
})
