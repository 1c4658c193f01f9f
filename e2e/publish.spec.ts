import { expect, expectAccessible, live, publish, test } from './support/story.ts'

test('a message is injected from the form and arrives on the page of its queue', async ({ page, broker, context }) => {
  await publish(broker, 'orders', { event: 'created', payload: { id: 1 } })
  const watcher = await context.newPage()
  await watcher.goto('/queues/orders')
  await live(watcher)
  await expect(watcher.getByRole('row', { name: /created/ })).toHaveCount(1)

  await page.goto('/publish?queue=orders')
  await live(page)
  await page.getByRole('combobox', { name: 'Event' }).fill('paid')
  await page.keyboard.press('Tab')
  await expect(page.getByText('Nobody listens to it. It is stored all the same.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Payload' }).fill('{ "id": 7 }')
  await page.getByRole('button', { name: /Publish to orders/ }).click()
  const answer = page.getByRole('region', { name: 'Results' }).getByRole('row').nth(1)
  await expect(answer).toContainText('stored')
  await expect(answer).toContainText('paid, queued')

  await expect(watcher.getByRole('row', { name: /paid/ })).toHaveCount(1)
  await expectAccessible(page)
})

test('a bad payload is explained at the field and is not sent', async ({ page }) => {
  await page.goto('/publish?queue=orders&event=created')
  await live(page)
  const payload = page.getByRole('textbox', { name: 'Payload' })
  await payload.fill('{ id: 7 }')
  const alert = page.getByRole('form').getByRole('alert')
  await expect(alert).toContainText('Line 1, column 3')
  await expect(alert).toContainText('Allowed here: a name in double quotes')
  await expect(payload).toHaveAttribute('aria-invalid', 'true')
  const button = page.getByRole('button', { name: /Publish to orders/ })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await payload.press('ControlOrMeta+Enter')
  await expectAccessible(page)

  await payload.fill('{ "id": 7 }')
  await expect(page.getByText('valid JSON')).toBeVisible()
  await payload.press('ControlOrMeta+Enter')
  // One result: the bad one was never sent.
  await expect(page.getByRole('region', { name: 'Results' }).getByRole('row')).toHaveCount(2)
})

test('publishing the same id twice is answered as a duplicate', async ({ page }) => {
  await page.goto('/publish?queue=orders&event=created')
  await live(page)
  await page.getByRole('button', { name: /More options/ }).click()
  await page.getByRole('textbox', { name: 'Id' }).fill('order-7')
  const button = page.getByRole('button', { name: /Publish to orders/ })
  await button.click()
  await expect(page.getByRole('cell', { name: 'stored' })).toHaveCount(1)
  await button.click()
  await expect(page.getByRole('cell', { name: 'duplicate' })).toHaveCount(1)
})
