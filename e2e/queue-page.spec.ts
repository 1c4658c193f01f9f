import type { Page } from '@playwright/test'
import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

const rowOf = (page: Page, text: RegExp) => page.getByRole('grid').getByRole('row', { name: text })
const panelOf = (page: Page, seq: number) => page.getByRole('complementary', { name: `Message ${seq}` })
const whyOf = (page: Page, seq: number) => panelOf(page, seq).getByRole('region', { name: 'Why' })
const filterOf = (page: Page) => page.getByRole('combobox', { name: 'Filter messages' })

test('a message is followed from its publish to its third attempt', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'before', payload: null })
  let tries = 0
  await subscribe(broker, 'orders', {
    client: 'billing-1',
    name: 'billing',
    answer: () => (++tries < 3 ? { nack: true, delayMs: 1_500, reason: `PSP answered 50${tries}` } : undefined),
  })
  await page.goto('/queues/orders')
  await live(page)
  await publish(broker, 'orders', { event: 'created', payload: { total: 12950 }, key: 'A-20931' })
  await rowOf(page, /A-20931/)
    .getByRole('gridcell', { name: /retry|acked/ })
    .click()
  const attempts = panelOf(page, 2).getByRole('region', { name: 'Attempts of billing' })
  await expect(attempts).toContainText('Attempt 1 billing-1: “PSP answered 501”')
  await expect(attempts).toContainText('Attempt 2 billing-1: “PSP answered 502”')
  await expect(attempts).toContainText('Attempt 3 billing-1 acked it')
  await expect(whyOf(page, 2)).toContainText('billing-1 acknowledged it at attempt 3')
  await expect(panelOf(page, 2).getByRole('button', { name: /billing.*attempt 3/ })).toBeVisible()
  await expectAccessible(page)
})

test('a filter made with controls is a link that opens the same elsewhere', async ({ page, broker, browser }) => {
  for (const [event, customer] of [
    ['created', 'c_1'],
    ['created', 'c_4417'],
    ['updated', 'c_4417'],
  ] as const) {
    await publish(broker, 'orders', { event, payload: { customer, note: `${event} by ${customer}` } })
  }
  await page.goto('/queues/orders?view=list')
  await live(page)
  await expect(rowOf(page, /updated by c_4417/)).toHaveCount(1)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const builder = page.getByRole('dialog', { name: 'Filter messages by' })
  await builder.getByRole('combobox', { name: 'Event' }).fill('created')
  await page.keyboard.press('Tab')
  await expect(page).toHaveURL(/q=event:created/)
  await builder.getByRole('combobox', { name: 'Field of the payload' }).fill('customer')
  await page.keyboard.press('Tab')
  await builder.getByRole('textbox', { name: 'Its value' }).fill('c_4417')
  await expect(filterOf(page)).toHaveValue('event:created payload.customer:c_4417')
  await expectAccessible(page)
  await builder.getByRole('button', { name: 'Done' }).click()
  await expect(rowOf(page, /created by c_4417/)).toHaveCount(1)
  await expect(rowOf(page, /created by c_1|updated/)).toHaveCount(0)
  await expect(page.getByText('Looked at all that is kept.')).toBeVisible()

  const other = await browser.newContext({ baseURL: broker.url })
  const same = await other.newPage()
  await same.goto(page.url())
  await live(same)
  await expect(filterOf(same)).toHaveValue('event:created payload.customer:c_4417')
  await expect(rowOf(same, /created by c_4417/)).toHaveCount(1)
  await expect(rowOf(same, /created by c_1|updated/)).toHaveCount(0)
  await expect(same.getByRole('radio', { name: 'List' })).toBeChecked()
  await other.close()
})

test('the panel says why: nobody is connected, no credit is left, it began later', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created', payload: null })
  const audit = await subscribe(broker, 'orders', { client: 'audit-1', name: 'audit' })
  audit.socket.disconnect()
  const slow = await subscribe(broker, 'orders', {
    client: 'billing-1',
    name: 'billing',
    credit: 1,
    answer: () => 'hold',
  })
  await publish(broker, 'orders', { event: 'created', payload: null })
  await publish(broker, 'orders', { event: 'created', payload: null })
  await slow.until(1)
  await page.goto('/queues/orders?m=3&who=queued:billing')
  await live(page)
  await expect(whyOf(page, 3)).toContainText('billing-1 has 1 in flight and no credit for more')
  await page.goto('/queues/orders?m=3&who=queued:audit')
  await expect(whyOf(page, 3)).toContainText(/Nobody has been connected to audit for .*; it waits\./)
  await page.goto('/queues/orders?m=1&who=queued:billing')
  await expect(whyOf(page, 1)).toContainText('billing began after it, at seq 2.')
  await page.goto('/queues/orders?m=999')
  await expect(page.getByRole('heading', { name: 'Not published yet' })).toBeVisible()
})

test('one subscription gets a message again, and nobody else a double', async ({ page, broker }) => {
  const billing = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  const shipping = await subscribe(broker, 'orders', { client: 'shipping-1', name: 'shipping' })
  await publish(broker, 'orders', { event: 'created', payload: null, key: 'A-1' })
  await Promise.all([billing.until(1), shipping.until(1)])
  await page.goto('/queues/orders?m=1&who=queued:billing')
  await live(page)
  await panelOf(page, 1).getByRole('button', { name: 'Redeliver to billing…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Redeliver 1 to billing?' })
  await expect(dialog).toContainText('shipping sees no duplicate.')
  await dialog.getByRole('button', { name: 'Redeliver to billing' }).click()
  await billing.until(2)
  await expect(panelOf(page, 1).getByText('billing gets it again as 2.')).toBeVisible()
  // What comes after it has passed shipping as well: nothing was on its way to it.
  await publish(broker, 'orders', { event: 'created', payload: null })
  await shipping.until(2)
  expect([billing.got.slice(0, 2), shipping.got]).toEqual([
    [1, 2],
    [1, 3],
  ])
})

test('a message is published again as it was, after saying who gets it', async ({ page, broker }) => {
  const billing = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  await publish(broker, 'orders', { event: 'created', payload: { id: 7 }, key: 'A-1' })
  await billing.until(1)
  await page.goto('/queues/orders?m=1')
  await live(page)
  await panelOf(page, 1).getByRole('button', { name: 'Publish again…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Publish created to orders again?' })
  await expect(dialog).toContainText('billing gets it now')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Publish again' }).click()
  await expect(panelOf(page, 1).getByText('Published as 2')).toBeVisible()
  await billing.until(2)
})

test('a search says how far it has looked, stops at a word and goes on', async ({ page, broker }) => {
  const messages = Array.from({ length: 190 }, (_, id) => ({ event: 'created', payload: { customer: 'c_4417', id } }))
  const url = `${broker.url}/api/queues/orders/messages`
  const headers = { 'content-type': 'application/json' }
  await fetch(url, { method: 'POST', headers, body: JSON.stringify({ messages }) })
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  // The pages after the first one wait, as they would in a log of millions.
  await page.route(/messages\?.*cursor=/, async (route) => {
    await held
    await route.continue().catch(() => undefined)
  })
  await page.goto('/queues/orders?q=payload.customer:c_4417')
  await live(page)
  await expect(page.getByText(/^ ?Looked at 60 of 190 messages, back to/)).toBeVisible()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('Searching.')).toBeVisible()
  const aborted = page.waitForEvent('requestfailed', (request) => request.url().includes('cursor='))
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await aborted
  await expect(page.getByText('Stopped.')).toBeVisible()
  await expectAccessible(page)
  release()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText(/Looked at 180 of 190 messages/)).toBeVisible()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('Looked at all that is kept.')).toBeVisible()
})

test('a burst that comes while the live view is stopped shows when it goes on', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'before', payload: null })
  await page.goto('/queues/orders/live')
  await live(page)
  const table = page.getByRole('table', { name: /as they pass by/ })
  await expect(page.getByRole('heading', { name: 'Waiting for messages of orders' })).toBeVisible()
  await publish(broker, 'orders', { event: 'created', payload: { id: 1 } })
  await expect(table.getByRole('row', { name: /{"id":1}/ })).toHaveCount(1)
  await page.getByRole('button', { name: 'Stop following' }).click()
  for (let id = 2; id <= 6; id++) await publish(broker, 'orders', { event: 'created', payload: { id } })
  await expect(page.getByText('5 messages came since you stopped')).toBeVisible()
  await expect(table.getByRole('row', { name: /{"id":2}/ })).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Show 5 and follow' }).click()
  for (let id = 1; id <= 6; id++) await expect(table.getByRole('row', { name: `{"id":${id}}` })).toHaveCount(1)

  // More at once than can be shown: what is left out stands as a gap in its place, and is a link to itself.
  const messages = Array.from({ length: 60 }, (_, id) => ({ event: 'created', payload: { burst: id } }))
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ messages })
  await fetch(`${broker.url}/api/queues/orders/messages`, { method: 'POST', headers, body })
  await expect(table.getByRole('row', { name: /{"burst":59}/ })).toHaveCount(1)
  await table
    .getByRole('row', { name: /messages came too fast to show/ })
    .getByRole('link')
    .first()
    .click()
  await expect(filterOf(page)).toHaveValue(/^seq:8\.\.\d+$/)
  await expect(rowOf(page, /created/).first()).toBeVisible()
  await expect(rowOf(page, /before/)).toHaveCount(0)
})

test('the whole way by keyboard: complete a filter, walk the rows, open, step, close, go elsewhere', async ({
  page,
  broker,
}) => {
  await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  for (const event of ['created', 'updated', 'created']) await publish(broker, 'orders', { event, payload: null })
  await page.goto('/queues/orders')
  await live(page)
  await expect(rowOf(page, /updated/)).toHaveCount(1)
  await page.keyboard.press('/')
  await expect(filterOf(page)).toBeFocused()
  await page.keyboard.type('ev')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(filterOf(page)).toHaveValue('event:')
  await page.keyboard.type('cre')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(filterOf(page)).toHaveValue('event:created')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, /updated/)).toHaveCount(0)
  await page.keyboard.press('Tab')
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(panelOf(page, 3)).toBeVisible()
  await page.keyboard.press('j')
  await expect(panelOf(page, 1)).toBeVisible()
  // What the panel writes into the address must not win over where the keys lead.
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await expect(page).toHaveURL(/\/dead$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Dead letters' })).toBeVisible()
})
