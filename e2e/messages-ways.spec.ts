/** Ways through a queue's messages: by the panel's own buttons, away from it, and on a phone. */
import type { Page } from '@playwright/test'
import { expect, live, publish, test } from './support/story.ts'

const rowOf = (page: Page, text: RegExp) => page.getByRole('grid').getByRole('row', { name: text })
const panelOf = (page: Page, seq: number) => page.getByRole('complementary', { name: `Message ${seq}` })

test('going elsewhere by keys wins over what the page writes into its address', async ({ page, broker }) => {
  for (const event of ['first', 'second', 'third']) await publish(broker, 'orders', { event, payload: null })
  await page.goto('/queues/orders?m=3')
  await live(page)
  await expect(rowOf(page, /third/)).toHaveCount(1)
  await expect(panelOf(page, 3)).toBeVisible()
  await page.keyboard.press('j')
  // In one go, as keys come that waited for a busy page: closing the panel is not written yet when the jump begins.
  await page.evaluate(() => {
    for (const key of ['Escape', 'g', 'd']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    }
  })
  await expect(page).toHaveURL(/\/dead$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Dead letters' })).toBeVisible()
})

test('a message that the rows do not show leads to its neighbours, as the filter has them', async ({
  page,
  broker,
}) => {
  const messages = Array.from({ length: 200 }, (_, id) => ({ event: id % 2 === 0 ? 'even' : 'odd', payload: { id } }))
  const url = `${broker.url}/api/queues/orders/messages`
  const headers = { 'content-type': 'application/json' }
  await fetch(url, { method: 'POST', headers, body: JSON.stringify({ messages }) })
  await page.goto('/queues/orders?m=50')
  await live(page)
  await panelOf(page, 50).getByRole('button', { name: 'Older message' }).click()
  await expect(panelOf(page, 49)).toBeVisible()
  await expect(panelOf(page, 49).getByRole('button', { name: 'Newer message' })).toBeVisible()
  await page.keyboard.press('k')
  await expect(panelOf(page, 50)).toBeVisible()
  await page.goto('/queues/orders?m=50&q=event:even')
  await live(page)
  await panelOf(page, 50).getByRole('button', { name: 'Newer message' }).click()
  await expect(panelOf(page, 51)).toBeVisible()
  await panelOf(page, 51).getByRole('button', { name: 'Older message' }).click()
  await expect(panelOf(page, 49)).toBeVisible()
  await page.goto('/queues/orders?m=1&q=event:even')
  await live(page)
  await expect(panelOf(page, 1).getByRole('button', { name: 'Newer message' })).toBeVisible()
  await expect(panelOf(page, 1).getByRole('button', { name: 'Older message' })).toHaveCount(0)
})

test('a phone gets one line for each message, with its payload', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created', payload: { customer: 'c_4417' } })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/queues/orders')
  await expect(page.getByRole('radio', { name: 'List' })).toBeChecked()
  await expect(rowOf(page, /created.*c_4417/)).toBeInViewport()
  await expect(page.getByText('{"customer":"c_4417"}')).toBeInViewport({ ratio: 1 })
  await page.getByRole('radio', { name: 'Grid' }).click()
  await expect(page).toHaveURL(/view=grid/)
})
