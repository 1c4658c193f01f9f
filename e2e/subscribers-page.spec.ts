import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

test('a slow subscriber is found, its cause read, and its consumer detached', async ({ page, broker }) => {
  const slow = await subscribe(broker, 'orders', {
    client: 'billing-1',
    name: 'billing',
    credit: 2,
    answer: () => 'hold',
  })
  await subscribe(broker, 'orders', { client: 'shipping-1', name: 'shipping' })
  for (let id = 0; id < 5; id += 1) await publish(broker, 'orders', { event: 'created', payload: { id } })
  await slow.until(2)
  await page.goto('/subscribers?subsSort=-behind')
  await live(page)
  const table = page.getByRole('table', { name: 'Durable subscriptions' })
  await expect(table.getByRole('rowheader').first()).toContainText('billing')
  await table.getByRole('button', { name: 'Show who holds billing' }).click()
  const consumer = table.getByRole('row', { name: /connected .*, credit 2/ })
  await expect(consumer).toContainText('2 in flight')
  await expect(consumer.getByRole('link', { name: '1', exact: true })).toHaveAttribute('href', '/queues/orders?m=1')
  await expectAccessible(page)

  const back = await subscribe(broker, 'orders', { client: 'billing-2', name: 'billing' })
  await consumer.getByRole('button', { name: 'Detach billing-1…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Detach billing-1 from billing?' })
  await expect(dialog).toContainText('2 messages that it has in flight go back to billing at once')
  await dialog.getByRole('button', { name: 'Detach billing-1' }).click()
  await expect(dialog).toBeHidden()
  await back.until(5)
  expect(slow.socket.connected).toBe(true)
})

test('moving back says how many come again, and they do', async ({ page, broker }) => {
  const billing = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing', events: ['created'] })
  for (let id = 0; id < 4; id += 1) {
    await publish(broker, 'orders', { event: 'created', payload: { id } })
    await publish(broker, 'orders', { event: 'other', payload: { id } })
  }
  await billing.until(4)
  await page.goto('/subscribers')
  await live(page)
  await page.getByRole('button', { name: 'Actions for billing', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Move billing…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move billing' })
  await dialog.getByRole('radio', { name: 'To a seq' }).click()
  await dialog.getByRole('textbox', { name: 'First seq that it gets' }).fill('3')
  // Of 3 to 8 it wants every second one: that is counted, not guessed from the seqs.
  await expect(dialog).toContainText('3 messages are sent again to billing, from 3 to')
  await dialog.getByRole('button', { name: 'Move billing' }).click()
  await expect(dialog.getByRole('status')).toContainText('0 skipped, 3 sent again.')
  await billing.until(7)
  expect(billing.got.slice(4)).toEqual([3, 5, 7])
})

test('a connection is sent away for good, and does not come back', async ({ page, broker }) => {
  const desk = await subscribe(broker, 'orders', { client: 'ui-desk-1' })
  await page.goto('/subscribers')
  await live(page)
  const gone = new Promise<string>((resolve) => desk.socket.once('disconnect', resolve))
  await page.getByRole('button', { name: 'Actions for ui-desk-1' }).click()
  await page.getByRole('menuitem', { name: 'Send ui-desk-1 away…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send ui-desk-1 away?' })
  await expect(dialog).toContainText('told not to come back by itself')
  await dialog.getByRole('button', { name: 'Send ui-desk-1 away' }).click()
  expect(await gone).toBe('io server disconnect')
  expect(desk.socket.active).toBe(false)
  await expect(page.getByRole('row', { name: /ui-desk-1/ })).toBeHidden()
})

test('lists are sorted and filtered by the keyboard alone, and the address says how', async ({ page, broker }) => {
  for (const name of ['alpha', 'beta']) await subscribe(broker, 'orders', { client: `${name}-1`, name })
  await page.goto('/subscribers')
  await live(page)
  const table = page.getByRole('table', { name: 'Durable subscriptions' })
  await expect(table.getByRole('rowheader', { name: /alpha/ })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('name:*a')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/subs=name:\*a/)
  const head = table.getByRole('columnheader', { name: 'Subscription' })
  await head.getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  await expect(page).toHaveURL(/subsSort=-name/)
  await expect(table.getByRole('rowheader').first()).toContainText('beta')
  await page.keyboard.press('j')
  await expect(table.getByRole('link', { name: 'beta', exact: true })).toBeFocused()
  await page.keyboard.press('j')
  await expect(table.getByRole('link', { name: 'alpha', exact: true })).toBeFocused()
})

test('a filter is read as far as it can be, and what cannot be is named and not asked for', async ({
  page,
  broker,
}) => {
  for (const name of ['alpha', 'beta']) await subscribe(broker, 'orders', { client: `${name}-1`, name })
  const refused: string[] = []
  page.on('response', (response) => response.status() === 400 && refused.push(response.url()))
  await page.goto('/subscribers?subs=alpha behind:>&links=beta colour:red')
  await live(page)
  await expect(page.getByText('behind:> is no number: write behind:>100.')).toBeVisible()
  await expect(page.getByText('colour: is no field here.')).toBeVisible()
  const subscriptions = page.getByRole('table', { name: 'Durable subscriptions' })
  await expect(subscriptions.getByRole('rowheader')).toHaveText([/alpha/])
  await expect(page.getByRole('row', { name: /beta-1/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /alpha-1/ })).toHaveCount(1)
  expect(refused).toEqual([])
  await expectAccessible(page)
})
