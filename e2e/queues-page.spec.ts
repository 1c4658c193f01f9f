import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

const message = { event: 'created', payload: null }

test('a tree of queues folds, has the right sums, and is a link', async ({ page, broker }) => {
  for (const queue of ['shop.orders.eu', 'shop.orders.us', 'shop.mail', 'audit']) {
    const consumer = await subscribe(broker, queue, { client: 'billing-1', name: 'billing' })
    consumer.socket.disconnect()
    await publish(broker, queue, message)
  }
  await publish(broker, 'shop.mail', message)
  await page.goto('/queues?sort=name')
  await live(page)
  await page.getByRole('radio', { name: 'Tree' }).click()
  const tree = page.getByRole('treegrid', { name: 'Queues' })
  const shop = tree.getByRole('row', { name: /^shop/ })
  await expect(shop).toContainText('3 queues')
  await expect(shop.getByRole('link', { name: '4 pending in shop' })).toBeVisible()
  await expect(shop).toHaveAttribute('aria-expanded', 'false')

  await shop.getByRole('button', { name: 'shop', exact: true }).click()
  await expect(shop).toHaveAttribute('aria-expanded', 'true')
  await expect(tree.getByRole('link', { name: '2 pending in shop.orders' })).toBeVisible()
  await expect(tree.getByRole('link', { name: '2 pending in shop.mail' })).toBeVisible()
  await expectAccessible(page)

  // The address leads to exactly this.
  await page.reload()
  await expect(tree.getByRole('link', { name: '2 pending in shop.mail' })).toBeVisible()
  await shop.getByRole('link', { name: '4 pending in shop' }).click()
  await expect(page.getByRole('textbox', { name: 'Filter queues' })).toHaveValue('prefix:shop pending:>0')
})

test('a sorted and filtered list is shared as a link', async ({ page, broker, context }) => {
  for (const queue of ['a.few', 'b.many', 'c.none']) {
    const consumer = await subscribe(broker, queue, { client: 'billing-1', name: 'billing' })
    consumer.socket.disconnect()
  }
  await publish(broker, 'a.few', message)
  for (const _ of [1, 2, 3]) await publish(broker, 'b.many', message)
  await page.goto('/queues')
  await live(page)
  const heads = (one: typeof page) => one.getByRole('table', { name: 'Queues' }).getByRole('rowheader')
  await page.getByRole('button', { name: 'Pending' }).click()
  await expect(page.getByRole('columnheader', { name: 'Pending' })).toHaveAttribute('aria-sort', 'descending')
  await page.getByRole('textbox', { name: 'Filter queues' }).fill('pending:>0')
  await expect(heads(page)).toHaveText([/b\.many/, /a\.few/])
  await page.getByRole('button', { name: 'Pending' }).click()
  await expect(heads(page)).toHaveText([/a\.few/, /b\.many/])

  const other = await context.newPage()
  await other.goto(page.url())
  await expect(heads(other)).toHaveText([/a\.few/, /b\.many/])
  await expect(other.getByRole('textbox', { name: 'Filter queues' })).toHaveValue('pending:>0')

  await page.getByRole('textbox', { name: 'Filter queues' }).fill('pending:lots')
  await expect(page.getByText('pending:lots is no number: write pending:>0.')).toBeVisible()
  await expectAccessible(page)
})

test('a purge is asked for in the list, confirmed and counted', async ({ page, broker }) => {
  for (const _ of [1, 2, 3]) await publish(broker, 'orders', message)
  await page.goto('/queues')
  await page.getByRole('button', { name: 'Actions for orders' }).click()
  await page.getByRole('menuitem', { name: /Purge…/ }).click()
  const ask = page.getByRole('dialog', { name: 'Purge orders?' })
  await expect(ask).toContainText('3 messages are gone for good.')
  await expectAccessible(page)
  await ask.getByRole('textbox', { name: 'Type orders to confirm' }).fill('orders')
  await ask.getByRole('button', { name: 'Purge 3 messages' }).click()
  await expect(page.getByText('3 messages of orders were purged.')).toBeVisible()
})

test('several queues are paused and resumed by keyboard alone', async ({ page, broker }) => {
  for (const queue of ['audit', 'mail', 'orders']) await publish(broker, queue, message)
  await page.goto('/queues?sort=name')
  await live(page)
  await expect(page.getByRole('link', { name: 'orders' })).toBeVisible()
  for (const key of ['j', 'x', 'j', 'j', 'x']) await page.keyboard.press(key)
  await expect(page.getByText('2 queues selected')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: 'Select audit' })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'Select mail' })).not.toBeChecked()
  await expectAccessible(page)

  const bar = page.getByRole('region', { name: 'Selected queues' })
  await bar.getByRole('button', { name: 'Pause…' }).focus()
  await page.keyboard.press('Enter')
  const ask = page.getByRole('dialog', { name: 'Pause 2 queues?' })
  await expect(ask).toContainText('audit and orders. Queued delivery stops for 0 subscriptions')
  await expect(ask.getByRole('button', { name: 'Keep them running' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 queues are paused.')).toBeVisible()
  await expect(page.getByRole('row', { name: /audit/ })).toContainText('Paused')

  await page.keyboard.press('/')
  await page.keyboard.type('paused:yes')
  await expect(page.getByRole('row')).toHaveCount(3)
})

test('a tree is walked by arrow keys', async ({ page, broker }) => {
  for (const queue of ['shop.mail', 'shop.orders', 'zoo']) await publish(broker, queue, message)
  await page.goto('/queues?sort=name&view=tree')
  await live(page)
  const tree = page.getByRole('treegrid', { name: 'Queues' })
  await expect(tree.getByRole('row', { name: /^shop/ })).toBeVisible()
  await page.keyboard.press('j')
  await expect(tree.getByRole('button', { name: 'shop', exact: true })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(tree.getByRole('link', { name: '.mail' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(tree.getByRole('link', { name: '.mail' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(tree.getByRole('link', { name: '.orders' })).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(tree.getByRole('button', { name: 'shop', exact: true })).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(tree.getByRole('link', { name: '.mail' })).toHaveCount(0)
  await page.keyboard.press('End')
  await expect(tree.getByRole('link', { name: 'zoo' })).toBeFocused()
})

test('a queue is created with its settings', async ({ page }) => {
  await page.goto('/queues')
  await live(page)
  await page.getByRole('banner').getByRole('button', { name: 'New queue…' }).click()
  const dialog = page.getByRole('dialog', { name: 'New queue' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('reports')
  await dialog.getByText('Settings').click()
  await dialog.getByRole('textbox', { name: 'Kept at most for' }).fill('12 h')
  await dialog.getByRole('textbox', { name: 'Failures until dead' }).fill('3')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Create reports' }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('textbox', { name: 'Kept at most for' })).toHaveValue('12 h')
  await expect(page.getByRole('textbox', { name: 'Failures until dead' })).toHaveValue('3')
})
