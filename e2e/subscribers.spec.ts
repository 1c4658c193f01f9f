import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

test('durable subscriptions and connections are seen, and who holds what', async ({ page, broker }) => {
  await page.goto('/subscribers')
  await live(page)
  await expect(page.getByRole('heading', { name: 'Nobody subscribes yet' })).toBeVisible()
  await expectAccessible(page)

  await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing', answer: () => 'hold' })
  await subscribe(broker, 'orders', { client: 'ui-desk-1', events: ['alert'] })
  await publish(broker, 'orders', { event: 'created', payload: null })
  const durable = page.getByRole('table', { name: 'Durable subscriptions' })
  const billing = durable.getByRole('row', { name: /billing/ })
  await expect(billing).toContainText('billing-1')
  await page.getByRole('button', { name: 'Show who holds billing' }).click()
  await expect(durable.getByRole('row', { name: /connected .*, credit 100/ })).toBeVisible()

  const links = page.getByRole('table', { name: 'Live connections' })
  await expect(links.getByRole('row', { name: /ui-desk-1/ })).toContainText('/orders alert')
  await expectAccessible(page)

  await page.getByRole('textbox', { name: 'Filter connections' }).fill('room:alert')
  await expect(links.getByRole('row', { name: /ui-desk-1/ })).toBeVisible()
  await expect(links.getByRole('rowheader', { name: 'billing-1' })).toBeHidden()
  await page.getByRole('textbox', { name: 'Filter subscriptions' }).fill('behind:>5')
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
})

test('a subscription is deleted only by its typed name, and the consequence is said', async ({ page, broker }) => {
  const away = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  const shipping = await subscribe(broker, 'orders', { client: 'shipping-1', name: 'shipping' })
  away.socket.disconnect()
  await page.goto('/subscribers')
  await live(page)
  await expect(page.getByRole('row', { name: /billing/ })).toContainText('nobody connected')
  for (let id = 0; id < 3; id += 1) await publish(broker, 'orders', { event: 'created', payload: { id } })
  await shipping.until(3)

  await page.getByRole('button', { name: 'Actions for billing' }).click()
  await page.getByRole('menuitem', { name: 'Delete billing…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete billing?' })
  await expect(dialog).toContainText('3 waiting messages are dropped for it.')
  await expect(dialog).toContainText('shipping keeps its own.')
  const deed = dialog.getByRole('button', { name: 'Delete billing' })
  await expect(deed).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByRole('textbox', { name: 'Type billing to confirm' }).fill('billing')
  await deed.click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Actions for billing' })).toBeHidden()
})

test('a connection is closed by hand and may come back', async ({ page, broker }) => {
  const desk = await subscribe(broker, 'orders', { client: 'ui-desk-1' })
  await page.goto('/subscribers')
  await live(page)
  const gone = new Promise((resolve) => desk.socket.once('disconnect', resolve))
  await page.getByRole('button', { name: 'Actions for ui-desk-1' }).click()
  await page.getByRole('menuitem', { name: 'Disconnect ui-desk-1…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Disconnect ui-desk-1?' })
  await expect(dialog).toContainText('It may come back at once.')
  await dialog.getByRole('button', { name: 'Disconnect ui-desk-1' }).click()
  await gone
  await expect(dialog).toBeHidden()
})
