import { expect, expectAccessible, live, publish, test } from './support/story.ts'

const PAGES = ['/', '/queues', '/subscribers', '/publish', '/lab', '/dead', '/activity'] as const

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every section is accessible in ${colorScheme}`, async ({ page, broker }) => {
    await publish(broker, 'orders', { event: 'created', payload: { id: 7 } })
    await page.emulateMedia({ colorScheme })
    for (const path of PAGES) {
      await page.goto(path)
      await live(page)
      // The frame hears from the broker before the page, which reads its address first, is drawn.
      await expect(page.getByRole('main')).toBeVisible()
      await expectAccessible(page)
    }
  })
}

test('the first message turns the first page into the overview, by itself', async ({ page, broker }) => {
  await page.goto('/')
  await live(page)
  await expect(page.getByRole('heading', { name: 'Nothing has been published yet' })).toBeVisible()
  await expectAccessible(page)
  await publish(broker, 'orders', { event: 'created', payload: { id: 7 } })
  await expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'orders', exact: true })).toBeVisible()
})

test('keys go to sections, fold the navigation, and list themselves', async ({ page }) => {
  await page.goto('/')
  await live(page)
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await expect(page.getByRole('heading', { name: 'Lab', level: 1 })).toBeVisible()
  await page.keyboard.press('[')
  await expect(page.getByRole('button', { name: 'Open navigation' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Open navigation' })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the theme is chosen once and remembered', async ({ page }) => {
  await page.goto('/queues')
  const button = page.getByRole('button', { name: /Theme/ })
  await expect(button).toHaveAccessibleName('Theme: system')
  await button.click()
  await button.click()
  await expect(button).toHaveAccessibleName('Theme: dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(button).toHaveAccessibleName('Theme: dark')
})

test('a pause holds the figures still, and its end brings them up to date', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created', payload: 1 })
  await page.goto('/')
  await live(page)
  await expect(page.getByRole('row', { name: /orders/ })).toBeVisible()
  await page.keyboard.press('p')
  await expect(page.getByText('Connected, paused')).toBeVisible()
  await publish(broker, 'invoices', { event: 'created', payload: 1 })
  await expect(page.getByRole('row', { name: /invoices/ })).toHaveCount(0)
  await page.keyboard.press('p')
  await expect(page.getByRole('row', { name: /invoices/ })).toBeVisible()
})

test('the palette jumps to a queue', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created', payload: 1 })
  await page.goto('/')
  await live(page)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('ord')
  await expect(page.getByRole('option', { name: /orders/ }).first()).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/queues\/orders$/)
})

test('a broken connection is said at once, and the page comes back by itself with what it missed', async ({
  page,
  broker,
}) => {
  await publish(broker, 'orders', { event: 'created', payload: 1 })
  await page.goto('/')
  await live(page)
  await expect(page.getByRole('row', { name: /orders/ })).toBeVisible()

  await broker.killEverything()
  await expect(page.getByText(/No connection to the broker for/)).toBeVisible()
  await expect(page.getByText(/What you see is from/)).toBeVisible()
  await expect(page.getByRole('row', { name: /orders/ })).toBeVisible()
  await expectAccessible(page)

  await broker.start()
  await publish(broker, 'invoices', { event: 'created', payload: 2 })
  await live(page)
  await expect(page.getByText(/No connection to the broker/)).toHaveCount(0)
  await expect(page.getByRole('row', { name: /invoices/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /orders/ })).toBeVisible()
})

test('an address that no page has says so, within the frame', async ({ page }) => {
  await page.goto('/nowhere')
  await expect(page.getByRole('heading', { name: 'There is no page at this address' })).toBeVisible()
  await live(page)
  await expectAccessible(page)
  await page.getByRole('main').getByRole('link', { name: 'Overview' }).click()
  await expect(page).toHaveURL(/\/$/)
})
