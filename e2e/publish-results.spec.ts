import type { Page } from '@playwright/test'
import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

const results = (page: Page) => page.getByRole('region', { name: 'Results' })

test('results say live by how many each message is acknowledged', async ({ page, broker }) => {
  const billing = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  const search = await subscribe(broker, 'orders', { client: 'search-1', name: 'search' })
  const archive = await subscribe(broker, 'orders', { client: 'archive-1', name: 'archive' })
  archive.socket.disconnect()
  await page.goto('/publish?queue=orders&event=created')
  await live(page)
  await page.getByRole('button', { name: /Publish to orders/ }).click()
  const row = results(page).getByRole('row').nth(1)
  await expect(row).toContainText('acked by 2 of 3')
  await expect(row).toContainText('created, queued, in orders')
  await expectAccessible(page)

  const back = await subscribe(broker, 'orders', { client: 'archive-2', name: 'archive' })
  await expect(row).toContainText('acked by 3 of 3')
  await row.getByRole('link', { name: '1' }).click()
  await expect(page).toHaveURL(/\/queues\/orders\?m=1/)
  for (const one of [billing, search, back]) one.socket.disconnect()
})

test('before sending it is said whose key it waits behind', async ({ page, broker }) => {
  const billing = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing', answer: () => 'hold' })
  await publish(broker, 'orders', { event: 'created', key: 'c_7' })
  await billing.until(1)
  await page.goto('/publish?queue=orders&event=created&key=c_7')
  await live(page)
  const whatIf = page.getByRole('region', { name: 'If you publish now' })
  await expect(whatIf).toContainText('orders, created, queued, key c_7')
  await expect(whatIf).toContainText('billing: it waits for 1, which has the same key and is not settled.')
  billing.socket.disconnect()
})

test('what died or waits for a retry is said in the result', async ({ page, broker }) => {
  const first = await subscribe(broker, 'orders', {
    client: 'a',
    name: 'billing',
    answer: () => ({ nack: true, dead: true }),
  })
  await page.goto('/publish?queue=orders&event=created')
  await live(page)
  await page.getByRole('button', { name: /Publish to orders/ }).click()
  const row = results(page).getByRole('row').nth(1)
  await expect(row).toContainText('acked by 0 of 1')
  await expect(row).toContainText('1 dead')
  first.socket.disconnect()
})

test('what this tab published is there after a reload, and is published again', async ({ page, broker }) => {
  await page.goto('/publish?queue=orders&event=created&key=c-7')
  await live(page)
  await page.getByRole('button', { name: /Publish to orders/ }).click()
  await expect(results(page).getByRole('cell', { name: 'stored' })).toHaveCount(1)
  await page.reload()
  await live(page)
  await results(page).getByRole('button', { name: 'Publish again: created to orders' }).click()
  await expect(results(page).getByRole('cell', { name: 'stored' })).toHaveCount(2)
  const { items } = await (await fetch(`${broker.url}/api/queues/orders/messages?order=asc`)).json()
  expect(items.map((one: { key: string }) => one.key)).toEqual(['c-7', 'c-7'])
  expect(new Set(items.map((one: { id: string }) => one.id)).size).toBe(2)
  await page.goto('/queues/orders/publish')
  await expect(results(page).getByRole('cell', { name: 'stored' })).toHaveCount(2)
  await results(page).getByRole('button', { name: 'Clear' }).click()
  await expect(results(page)).toHaveCount(0)
})

test('a form is handed on as a link', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/publish?queue=orders&event=created&delivery=realtime&payload=%7B%22who%22%3A%22%C3%BC%26%22%7D')
  await live(page)
  await expect(page.getByRole('radio', { name: /Real time/ })).toBeChecked()
  await expect(page.getByRole('textbox', { name: 'Payload' })).toHaveText('{"who":"ü&"}')
  await page.getByRole('button', { name: /More options/ }).click()
  await page.getByRole('textbox', { name: 'Headers' }).fill('trace: a=b')
  await page.getByRole('button', { name: 'Copy link to this form' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  await page.goto(await page.evaluate(() => navigator.clipboard.readText()))
  await live(page)
  await expect(page.getByRole('button', { name: /More options/ })).toContainText('1 header')
  await expect(page.getByRole('textbox', { name: 'Payload' })).toHaveText('{"who":"ü&"}')
  await expect(page.getByRole('radio', { name: /Real time/ })).toBeChecked()
})

test('a number that JSON rounds is pointed out, and sent all the same', async ({ page }) => {
  await page.goto('/publish?queue=orders&event=created')
  await live(page)
  const payload = page.getByRole('textbox', { name: 'Payload' })
  await payload.fill('{ "id": 9007199254740993 }')
  await expect(page.getByText('Line 1: 9007199254740993 is sent as 9007199254740992.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /Publish to orders/ }).click()
  await expect(results(page).getByRole('cell', { name: 'stored' })).toHaveCount(1)
  await payload.fill('{ "id": "9007199254740993", "price": 0.1 }')
  await expect(page.getByText('is sent as')).toHaveCount(0)
})

test('with many queues those that begin with what is typed are suggested, with their events', async ({
  page,
  broker,
}) => {
  const names = Array.from({ length: 230 }, (_, index) => `many.${String(index).padStart(3, '0')}`)
  await Promise.all(names.map((name) => publish(broker, name, { event: 'made' })))
  await publish(broker, 'zebra', { event: 'striped', delivery: 'queued' })
  await page.goto('/publish')
  await live(page)
  const queue = page.getByRole('combobox', { name: 'Queue' })
  await queue.fill('many.22')
  await expect(page.getByRole('option')).toHaveCount(10)
  await queue.fill('zeb')
  await page.getByRole('option', { name: /zebra/ }).click()
  await expect(queue).toHaveValue('zebra')
  await page.getByRole('combobox', { name: 'Event' }).click()
  await expect(page.getByRole('option', { name: 'striped' })).toBeVisible()
  await page.keyboard.press('Escape')
  await queue.fill('zebra2')
  await expect(page.getByText('zebra2 does not exist yet; publishing creates it.')).toBeVisible()
})

test('Ctrl+Enter publishes from a field with its list open, by keyboard alone', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created' })
  await page.goto('/publish?queue=orders&event=created')
  await live(page)
  await page.getByRole('combobox', { name: 'Event' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option', { name: 'created' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(results(page).getByRole('cell', { name: 'stored' })).toHaveCount(1)
  await expect(page.getByRole('option')).toHaveCount(0)
  await expect(page.getByRole('combobox', { name: 'Event' })).toHaveValue('created')

  // In a dialog that the form opened it is no publish.
  await page.getByRole('button', { name: /Many at once/ }).click()
  await page.getByLabel('How many of this form').fill('5000')
  await page.getByRole('button', { name: 'Publish 5,000 to orders…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).focus()
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Event' }).focus()
  await page.keyboard.press('ControlOrMeta+Enter')
  // Two, in order: the dialog sent none between them.
  await expect(results(page).getByRole('link', { name: '3', exact: true })).toBeVisible()
  await expect(results(page).getByRole('cell', { name: 'stored' })).toHaveCount(2)
})

test.describe('where publishing makes no queue', () => {
  test.use({ env: { AUTO_CREATE_QUEUES: 'false' } })

  test('the form says so, and a person creates it', async ({ page }) => {
    await page.goto('/publish?queue=orders2&event=created')
    await live(page)
    await expect(page.getByText('orders2 does not exist, and this broker makes no queue by itself.')).toBeVisible()
    await expect(page.getByText('a publish is refused until somebody creates it')).toBeVisible()
    await expect(page.getByText('publishing creates it')).toHaveCount(0)
    await page.getByRole('button', { name: /Publish to orders2/ }).click()
    await expect(results(page)).toContainText('E_UNKNOWN_QUEUE')
    await expect(results(page)).toContainText('Create orders2 above')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Create orders2' }).click()
    await expect(page.getByRole('button', { name: 'Create orders2' })).toHaveCount(0)
    await results(page).getByRole('button', { name: 'Publish again: created to orders2' }).click()
    await expect(results(page).getByRole('cell', { name: 'stored' })).toHaveCount(1)
  })
})
