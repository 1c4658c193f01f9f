import { expect, expectAccessible, live, test } from './support/story.ts'

test.use({ env: { HOLDLINE_TOKEN: 'open-sesame' } })

test('a broker with a token asks for it, refuses another one, and then opens every page', async ({ page }) => {
  await page.goto('/queues')
  await expect(page.getByRole('heading', { name: 'This broker asks for a token' })).toBeVisible()
  await expectAccessible(page)
  const token = page.getByRole('textbox', { name: 'Token' })
  await token.fill('guess')
  await token.press('Enter')
  await expect(page.getByText('This is not the token.')).toBeVisible()
  await expect(token).toHaveAttribute('aria-invalid', 'true')

  await token.fill('open-sesame')
  await token.press('Enter')
  await live(page)
  await expect(page.getByRole('heading', { name: 'No queues yet' })).toBeVisible()
  await page.reload()
  await live(page)
  await expect(page.getByRole('heading', { name: 'This broker asks for a token' })).toHaveCount(0)
})

test('the subscribers of the Lab ask for the token too, and say where it is another one', async ({ page }) => {
  await page.goto('/lab')
  await expect(page.getByRole('heading', { name: 'This broker asks for a token' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Token' }).fill('open-sesame')
  await page.getByRole('button', { name: 'Open the dashboard' }).click()
  await live(page)

  await expect(page.getByRole('heading', { name: 'Subscribers of this broker need its token' })).toBeVisible()
  await expectAccessible(page)
  const token = page.getByRole('textbox', { name: 'Token' })
  const connect = page.getByRole('button', { name: 'Connect the subscribers' })
  await token.fill('guess')
  await connect.click()
  await expect(page.getByText('That was not the token.')).toBeVisible()
  await token.fill('open-sesame')
  await connect.click()
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish to both' }).click()
  await expect(page.getByRole('list', { name: 'desk, queued' }).locator('.tile')).toHaveText(['1acked'])
})
