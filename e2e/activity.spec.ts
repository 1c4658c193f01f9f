import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, test } from './support/story.ts'

test('who paused the queue is told, and arrives while somebody reads; by keyboard alone', async ({ page, broker }) => {
  await page.goto('/activity')
  await live(page)
  await expect(page.getByRole('heading', { name: 'Nothing was changed yet' })).toBeVisible()
  await expectAccessible(page)
  await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  const rows = page.getByRole('region', { name: 'Latest changes' }).getByRole('listitem')
  await expect(rows.filter({ hasText: 'orders was made by its first use.' })).toContainText('billing-1, by its socket')

  const headers = { 'content-type': 'application/json', 'x-holdline-client': 'nightly' }
  await fetch(`${broker.url}/api/queues/orders/pause`, { method: 'POST', headers })
  await expect(page.getByText('new change, held back while you read')).toBeVisible()
  await expect(rows.filter({ hasText: 'orders was paused.' })).toHaveCount(0)
  await page.keyboard.press('n')
  await expect(rows.first()).toContainText('orders was paused.')
  await expect(rows.first()).toContainText('nightly, by the API')

  await page.keyboard.press('/')
  await page.keyboard.type('who:nightly')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/q=who:nightly|q=who%3Anightly/)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(rows).not.toHaveCount(1)
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/queues\/orders/)
})

test('what a person does in the dashboard is told as theirs; no match and a failure are screens of their own', async ({
  page,
  broker,
}) => {
  await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  await page.goto('/queues/orders')
  await live(page)
  const body = { ackDeadlineMs: 10_000 }
  const headers = { 'x-holdline-tab': 'a-tab', 'content-type': 'application/json' }
  await page.request.patch('/api/queues/orders', { data: body, headers })
  await page.goto('/activity?by=people')
  const rows = page.getByRole('region', { name: 'Latest changes' }).getByRole('listitem')
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('orders: ack deadline default → 10 s.')
  await expect(rows).toContainText('somebody, in the dashboard')

  await page.getByRole('textbox', { name: 'Filter activity' }).fill('purged')
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
  await expect(page.getByText('3 changes in the last 30 d, none with')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(rows).toHaveCount(3)

  const refused = { error: { code: 'E_STORAGE', message: 'Postgres does not answer.', retryable: true } }
  await page.route('**/api/activity*', (route) => route.fulfill({ status: 503, json: refused }))
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Could not load the activity' })).toBeVisible()
  await expectAccessible(page)
})
