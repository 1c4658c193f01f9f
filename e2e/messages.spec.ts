import type { Page } from '@playwright/test'
import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

const rowOf = (page: Page, text: RegExp) => page.getByRole('grid').getByRole('row', { name: text })

test('the grid says who has a message, who waits for it and who missed it; the panel says why', async ({
  page,
  broker,
}) => {
  await publish(broker, 'orders', { event: 'created', payload: null })
  const billing = await subscribe(broker, 'orders', {
    client: 'billing-1',
    name: 'billing',
    answer: () => ({ nack: true, delayMs: 600_000, reason: 'PSP answered 503' }),
  })
  const shipping = await subscribe(broker, 'orders', { client: 'shipping-1', name: 'shipping' })
  const desk = await subscribe(broker, 'orders', { client: 'ui-desk-1' })
  const tablet = await subscribe(broker, 'orders', { client: 'ui-tablet-3' })
  tablet.socket.disconnect()
  await page.goto('/queues/orders')
  await live(page)
  await expect(page.getByRole('columnheader', { name: /ui-tablet-3 away/ })).toBeVisible()

  await publish(broker, 'orders', { event: 'created', payload: { total: 12950 }, key: 'A-20931' })
  await Promise.all([billing.until(1), shipping.until(1), desk.until(1)])
  const row = rowOf(page, /A-20931/)
  await expect(row.getByRole('gridcell', { name: /retry in/ })).toBeVisible()
  await expect(row.getByRole('gridcell', { name: 'acked' })).toBeVisible()
  await expect(row.getByRole('gridcell', { name: 'delivered' })).toBeVisible()
  await expect(row.getByRole('gridcell', { name: 'missed' })).toBeVisible()
  await expectAccessible(page)

  await row.getByRole('gridcell', { name: /retry in/ }).click()
  const panel = page.getByRole('complementary', { name: 'Message 2' })
  await expect(panel.getByRole('region', { name: 'Why' })).toContainText('billing')
  await expect(panel.getByRole('region', { name: 'Attempts of billing' })).toContainText('“PSP answered 503”')
  await expect(panel.getByText('12950')).toBeVisible()
  await expectAccessible(page)

  // Another subscriber, another answer; the address holds both.
  await panel.getByRole('button', { name: /^ui-tablet-3/ }).click()
  await expect(panel.getByRole('region', { name: 'Why' })).toContainText('ui-tablet-3 had been away')
  await expect(page).toHaveURL(/m=2/)
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  await expect(row.getByRole('gridcell').and(page.locator(':focus'))).toHaveCount(1)
})

test('new rows are held back while a message is open, and shown when asked for', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'first', payload: null })
  await page.goto('/queues/orders?m=1')
  await live(page)
  await expect(page.getByRole('complementary', { name: 'Message 1' })).toBeVisible()
  await expect(rowOf(page, /first/)).toHaveCount(1)
  await publish(broker, 'orders', { event: 'second', payload: null })
  await publish(broker, 'orders', { event: 'third', payload: null })
  await expect(page.getByText('2 new messages, held back while you read')).toBeVisible()
  await expect(rowOf(page, /second/)).toHaveCount(0)
  await page.keyboard.press('n')
  await expect(rowOf(page, /second/)).toHaveCount(1)
  await expect(rowOf(page, /third/)).toHaveCount(1)
})

test('the grid is walked by keyboard', async ({ page, broker }) => {
  for (const event of ['first', 'second', 'third']) await publish(broker, 'orders', { event, payload: null })
  await page.goto('/queues/orders')
  await live(page)
  await expect(rowOf(page, /first/)).toHaveCount(1)
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Message 2' })).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('complementary', { name: 'Message 1' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(rowOf(page, /first/).getByRole('gridcell').and(page.locator(':focus'))).toHaveCount(1)
})

test('a filter is a link, explains itself, and says when nothing matches', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created', payload: { customer: 'c_4417' }, key: 'A-1' })
  await publish(broker, 'orders', { event: 'created', payload: { customer: 'c_9' }, key: 'A-2' })
  await page.goto('/queues/orders?q=text:c_4417')
  await live(page)
  await expect(rowOf(page, /A-1/)).toHaveCount(1)
  await expect(rowOf(page, /A-2/)).toHaveCount(0)

  const filter = page.getByRole('combobox', { name: 'Filter messages' })
  await filter.fill('c_4417')
  await expect(page.getByText('Write text:c_4417 to look in the payload.')).toBeVisible()
  await filter.fill('key:A-3')
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(rowOf(page, /A-2/)).toHaveCount(1)
})

test('a message is published again from its panel', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created', payload: { id: 7 }, key: 'A-1' })
  await page.goto('/queues/orders?m=1')
  await live(page)
  await page.getByRole('link', { name: 'Edit and publish' }).click()
  await expect(page.getByRole('combobox', { name: 'Event' })).toHaveValue('created')
  await page.getByRole('button', { name: /Publish to orders/ }).click()
  await page.getByRole('link', { name: 'Messages' }).click()
  await expect(rowOf(page, /A-1/)).toHaveCount(2)
})

test('the live view shows what passes by, and nothing while stopped', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'before', payload: null })
  await page.goto('/queues/orders/live')
  await live(page)
  await expect(page.getByRole('heading', { name: 'Waiting for messages of orders' })).toBeVisible()
  await publish(broker, 'orders', { event: 'created', payload: { id: 7 } })
  const table = page.getByRole('table', { name: /as they pass by/ })
  await expect(table.getByRole('row', { name: /created/ })).toContainText('{"id":7}')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Stop following' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Stopped.' })).toBeVisible()
})

test('payloads fill the room that few subscribers leave; selected text holds the rows still', async ({
  page,
  broker,
}) => {
  await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  await publish(broker, 'orders', { event: 'created', payload: { id: 7, note: '<script>alert(1)</script>' } })
  await page.goto('/queues/orders')
  await live(page)
  const cell = page.getByRole('gridcell', { name: '{"id":7,"note":"<script>alert(1)</script>"}' })
  await expect(cell).toBeVisible()
  // Not by `selectText`, which focuses the cell: the keyboard on it would hold the rows by itself.
  await cell.evaluate((element) => document.getSelection()?.selectAllChildren(element))
  await publish(broker, 'orders', { event: 'later', payload: null })
  await expect(page.getByText('1 new message, held back while you read')).toBeVisible()
  await page.evaluate(() => document.getSelection()?.removeAllRanges())
  await expect(rowOf(page, /later/)).toHaveCount(1)
})
