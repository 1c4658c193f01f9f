/** A page that has fetched and is not yet told of changes. */
import type { Page } from '@playwright/test'
import { expect, live, publish, test } from './support/story.ts'

/** Holds the page's connection to the broker back until it is let go. */
async function holdConnection(page: Page): Promise<() => void> {
  let letGo = (): void => undefined
  const free = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.routeWebSocket(/\/socket\.io\//, async (socket) => {
    await free
    socket.connectToServer()
  })
  return letGo
}

test('what changes between the first answers and the connection is seen', async ({ page, broker }) => {
  const letGo = await holdConnection(page)
  await page.goto('/queues')
  await expect(page.getByText('No queues yet')).toBeVisible()
  await publish(broker, 'orders', { event: 'created' })
  letGo()
  await live(page)
  await expect(page.getByRole('link', { name: 'orders', exact: true })).toBeVisible()
})

test('the live view says that it waits for messages once the broker follows them', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created' })
  const letGo = await holdConnection(page)
  await page.goto('/queues/orders/live')
  await expect(page.getByRole('heading', { name: 'Asking for the messages of orders' })).toBeVisible()
  letGo()
  await expect(page.getByRole('heading', { name: 'Waiting for messages of orders' })).toBeVisible()
  await publish(broker, 'orders', { event: 'paid' })
  await expect(page.getByRole('row').filter({ hasText: 'paid' })).toBeVisible()
})
