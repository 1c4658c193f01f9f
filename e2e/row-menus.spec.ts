import type { Page } from '@playwright/test'
import { subscribe } from './support/clients.ts'
import { expect, live, publish, test } from './support/story.ts'

/** Opens a row's menu and one of its dialogs, closes the dialog: all by keyboard. */
async function openAndLeave(page: Page, button: string, item: RegExp): Promise<void> {
  const opener = page.getByRole('button', { name: button, exact: true })
  await opener.focus()
  await page.keyboard.press('Enter')
  const chosen = page.getByRole('menuitem', { name: item })
  await expect(chosen).toBeVisible()
  while (!(await chosen.evaluate((one) => one === document.activeElement))) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await expect.poll(() => dialog.evaluate((one) => one.contains(document.activeElement))).toBe(true)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
}

test('a dialog of a subscription gives focus back to the button of its row', async ({ page, broker }) => {
  const billing = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  await page.goto('/subscribers')
  await live(page)
  for (const item of [/Copy as code/, /Move billing/, /Delete billing/])
    await openAndLeave(page, 'Actions for billing', item)
  await openAndLeave(page, 'Actions for billing-1', /Disconnect billing-1/)
  billing.socket.disconnect()
})

test('a dialog of a queue gives focus back to the button of its row', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created' })
  await page.goto('/queues')
  await live(page)
  for (const item of [/Pause/, /Purge/, /Delete/]) await openAndLeave(page, 'Actions for orders', item)
})
