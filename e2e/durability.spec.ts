import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

test('pending messages are still there after everything was killed; the dashboard comes back by itself', async ({
  page,
  broker,
}) => {
  const first = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  first.socket.disconnect()
  for (let id = 1; id <= 3; id += 1)
    await publish(broker, 'orders', { event: 'created', payload: { id }, key: `A-${id}` })
  await page.goto('/queues/orders')
  await live(page)
  const grid = page.getByRole('grid')
  const pending = page.getByRole('definition').filter({ hasText: /^3$/ })
  await expect(grid.getByRole('row', { name: /created/ })).toHaveCount(3)
  await expect(pending).toHaveCount(1)

  await broker.killEverything()
  const banner = page.getByText(/No connection to the broker for/)
  await expect(banner).toBeVisible()
  await expect(page.getByText(/What you see is from .* and may be old/)).toBeVisible()
  // What was loaded stays: old figures with their age are better than none.
  await expect(grid.getByRole('row', { name: /created/ })).toHaveCount(3)
  await expectAccessible(page)

  await broker.start()
  await expect(banner).toBeHidden({ timeout: 20_000 })
  await live(page)
  await expect(grid.getByRole('row', { name: /created/ })).toHaveCount(3)
  await expect(pending).toHaveCount(1)

  // Still live: what comes now is seen without a reload, and so is the catching up, in order.
  await publish(broker, 'orders', { event: 'later', payload: null })
  await expect(grid.getByRole('row', { name: /later/ })).toHaveCount(1)
  const second = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  await second.until(4)
  expect(second.got).toEqual([...second.got].sort((a, b) => (a ?? 0) - (b ?? 0)))
  await expect(grid.getByRole('gridcell', { name: 'acked' })).toHaveCount(4)
})
