import type { Locator, Page } from '@playwright/test'
import { type Subscriber, subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

/** Tab, until it has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let steps = 0; steps < 60; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the focus never came there')
}

test('a letter is edited and redriven by keyboard alone, to its own subscription alone', async ({ page, broker }) => {
  const shipping = await subscribe(broker, 'orders', { client: 'shipping-1', name: 'shipping' })
  let copies = 0
  const billing = await subscribe(broker, 'orders', {
    client: 'billing-1',
    name: 'billing',
    answer: ({ seq }) => (seq === 1 ? { nack: true, dead: true, reason: 'total is missing' } : void copies++),
  })
  await publish(broker, 'orders', { event: 'created', payload: { total: null }, headers: { trace: 't1' } })
  await Promise.all([billing.until(1), shipping.until(1)])
  await page.goto('/dead')
  await live(page)
  await expect(page.getByText('The one that matches is selected')).toBeVisible()
  await page.keyboard.press('j')
  await tabTo(page, page.getByRole('button', { name: 'Show attempts and payload of 1' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'Edit and redrive…' }))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Edit 1 and redrive it to billing' })
  const payload = dialog.getByRole('textbox', { name: 'Payload' })
  await tabTo(page, payload)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('{ "total": }')
  await expect(dialog.getByText('Line 1:')).toContainText('Allowed here: a value')
  const send = dialog.getByRole('button', { name: 'Redrive to billing' })
  await expect(send).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('{ "total": 12950 }')
  await expectAccessible(page)
  await tabTo(page, send)
  await page.keyboard.press('Enter')
  await billing.until(2)
  expect([billing.got, copies, shipping.got]).toEqual([[1, 2], 1, [1]])
  await expect(page.getByRole('heading', { name: 'Nothing is dead' })).toBeVisible()
  const copy = await (await page.request.get('/api/queues/orders/messages/2')).json()
  expect(copy).toMatchObject({ payload: { total: 12950 }, headers: { trace: 't1' }, subscription: 'billing' })
})

/** More letters of `billing` than a page holds, of two events. */
async function manyDead(broker: Parameters<typeof publish>[0]): Promise<{ billing: Subscriber; heal: () => void }> {
  let well = false
  const answer = () => (well ? undefined : { nack: true as const, dead: true, reason: 'PSP answered 503' })
  const billing = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing', answer })
  for (let id = 1; id <= 60; id += 1)
    await publish(broker, 'orders', { event: 'created', key: `A-${id}`, payload: { id } })
  for (let id = 1; id <= 3; id += 1) await publish(broker, 'orders', { event: 'deleted', payload: { id } })
  await publish(broker, 'orders', { event: 'archived', key: 'A-7', payload: null })
  await billing.until(64)
  const heal = () => {
    well = true
  }
  return { billing, heal }
}

test('a filter shared as a link acts on all that match, and on nothing else', async ({ page, broker }) => {
  const { billing, heal } = await manyDead(broker)
  await page.goto('/dead?q=event%3Acreated')
  await live(page)
  await expect(page.getByRole('textbox', { name: 'Filter dead letters' })).toHaveValue('event:created')
  await expect(page.getByText('All 60 that match are selected')).toBeVisible()
  const panel = page.getByRole('complementary', { name: 'Redrive 60 to billing' })
  await expect(panel).toContainText('For 1 of them billing already has a newer message with the same key.')
  const letters = page.getByRole('table', { name: 'Dead letters' })
  await expect(letters.getByRole('row')).toHaveCount(51)

  const downloaded = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'As JSON' }).click()
  const rows = JSON.parse(await read(await downloaded))
  expect(rows).toHaveLength(60)
  expect(rows[0]).toMatchObject({ event: 'created', payload: { id: 60 }, attempts: [{ outcome: 'nacked' }] })

  heal()
  await panel.getByRole('button', { name: 'Redrive 60 to billing' }).click()
  await billing.until(124)
  await expect(page.getByRole('region', { name: 'Redrives' })).toContainText('60 sent again')
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
  await expect(page.getByText('4 dead letters, none with')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(page.getByText('All 4 that match are selected')).toBeVisible()
  await expectAccessible(page)
})

async function read(download: import('@playwright/test').Download): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

test('discarding names what is lost, wants the name typed, and can be undone', async ({ page, broker }) => {
  const { billing } = await manyDead(broker)
  billing.socket.disconnect()
  await page.goto('/dead')
  await live(page)
  await page.getByRole('button', { name: 'Delete 64…' }).click()
  const ask = page.getByRole('dialog', { name: 'Delete 64 dead letters of billing?' })
  await expect(ask).toContainText('From orders, “PSP answered 503”.')
  await expect(ask).toContainText('They are gone for good and billing never gets them.')
  await expectAccessible(page)
  const deed = ask.getByRole('button', { name: 'Delete 64' })
  await expect(deed).toHaveAttribute('aria-disabled', 'true')
  await ask.getByRole('textbox', { name: 'Type billing to confirm' }).fill('billing')
  await deed.click()
  await expect(page.getByText('64 dead letters will be deleted. Nothing is yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo, keep them' }).click()
  await expect(page.getByRole('region', { name: 'Redrives' })).toContainText('undone')
  await expect(page.getByText('All 64 that match are selected')).toBeVisible()
  await page.goto('/activity')
  await expect(
    page.getByText('The deletion of 64 dead letters of billing in orders was called off before it began.'),
  ).toBeVisible()
})

test('letters whose queue was deleted are shown, counted and said to be nobody’s', async ({ page, broker }) => {
  const { billing } = await manyDead(broker)
  billing.socket.disconnect()
  const gone = await page.request.delete('/api/queues/orders?confirm=orders', {
    headers: { 'content-type': 'application/json' },
  })
  expect(gone.status()).toBe(200)
  await page.goto('/dead')
  await live(page)
  await expect(page.getByRole('link', { name: 'Dead letters 64 dead letters' })).toBeVisible()
  await expect(page.getByRole('button', { name: /PSP answered 503/ })).toContainText('orders was deleted')
  await expect(page.getByText('billing on orders no longer exists.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Redrive/ })).toHaveCount(0)
  await expectAccessible(page)
})
