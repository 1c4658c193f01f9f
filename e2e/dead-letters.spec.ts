import { subscribe } from './support/clients.ts'
import { expect, expectAccessible, live, publish, test } from './support/story.ts'

test('given up by hand, found among the dead letters, redriven, and got by that one alone', async ({
  page,
  broker,
}) => {
  const shipping = await subscribe(broker, 'orders', { client: 'shipping-1', name: 'shipping' })
  let well = false
  const billing = await subscribe(broker, 'orders', {
    client: 'billing-1',
    name: 'billing',
    answer: () => (well ? undefined : { nack: true, delayMs: 600_000, reason: 'PSP answered 503' }),
  })
  await page.goto('/dead')
  await live(page)
  await expect(page.getByRole('heading', { name: 'Nothing is dead' })).toBeVisible()
  await expectAccessible(page)

  await publish(broker, 'orders', { event: 'created', payload: { total: 12950 }, key: 'A-20931' })
  await Promise.all([billing.until(1), shipping.until(1)])
  await page.goto('/queues/orders?m=1&who=queued:billing')
  await live(page)
  const panel = page.getByRole('complementary', { name: 'Message 1' })
  const why = panel.getByRole('region', { name: 'Why' })
  await why.getByRole('button', { name: 'Retry now' }).click()
  await billing.until(2)
  await why.getByRole('button', { name: 'Give up…' }).click()
  const ask = page.getByRole('dialog', { name: 'Make 1 a dead letter of billing?' })
  await expect(ask).toContainText('until you redrive or delete it')
  await ask.getByRole('button', { name: 'Give up 1' }).click()
  await expect(why).toContainText('given up by hand')

  await expect(ask).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/[?&]m=1/)
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await expect(page.getByRole('heading', { name: 'Dead letters', level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: /given up by hand/ })).toContainText('billing on orders')
  const letters = page.getByRole('table', { name: 'Dead letters' })
  await expect(letters.getByRole('row', { name: /A-20931/ })).toContainText('{"total":12950}')
  await letters.getByRole('button', { name: 'Show attempts and payload of 1' }).click()
  await expect(page.getByRole('region', { name: 'Attempts of billing' })).toContainText('“PSP answered 503”')
  await expectAccessible(page)

  const redrive = page.getByRole('complementary', { name: 'Redrive 1 to billing' })
  await expect(redrive).toContainText('Only billing gets them again. shipping sees no duplicate.')
  well = true
  await redrive.getByRole('button', { name: 'Redrive 1 to billing' }).click()
  await billing.until(3)
  expect(billing.got).toEqual([1, 1, 2])
  await expect(page.getByRole('region', { name: 'Redrives' })).toContainText('1 sent again')
  await expect(page.getByRole('heading', { name: 'Nothing is dead' })).toBeVisible()
  expect(shipping.got).toEqual([1])

  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await expect(page.getByText('1 dead letter of billing in orders was sent again.')).toBeVisible()
  await expectAccessible(page)
})

test('some of a reason are deleted; a slow redrive of the rest is stopped', async ({ page, broker }) => {
  const answer = () => ({ nack: true as const, dead: true, reason: 'total is missing' })
  const billing = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing', answer })
  for (let id = 1; id <= 9; id += 1) await publish(broker, 'orders', { event: 'created', payload: { id } })
  await billing.until(9)
  billing.socket.disconnect()
  await page.goto('/dead?queue=orders&subscription=billing')
  await live(page)
  await expect(page.getByText('All 9 that match are selected')).toBeVisible()
  await page.getByRole('checkbox', { name: 'All 9 that match are selected' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing is selected' })).toBeVisible()

  // By keyboard: `j` goes to the rows, `x` selects.
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(page.getByText('2 are selected')).toBeVisible()
  await page.getByRole('button', { name: 'Delete 2…' }).click()
  const ask = page.getByRole('dialog', { name: 'Delete 2 dead letters of billing?' })
  await expect(ask).toContainText('They are gone for good and billing never gets them.')
  await ask.getByRole('button', { name: 'Delete 2' }).click()
  // The broker gives ten seconds to think better of it.
  await expect(page.getByText('2 dead letters will be deleted. Nothing is yet.')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Dead letters' }).getByRole('row')).toHaveCount(8, { timeout: 20_000 })

  await page.getByRole('checkbox', { name: 'None is selected' }).click()
  await expect(page.getByText('All 7 that match are selected')).toBeVisible()
  await expect(page.getByText('Nobody is connected for billing: they wait.')).toBeVisible()
  await page.getByRole('button', { name: 'Redrive 7 to billing' }).click()
  // The first five wait for somebody to take them, so the rest waits too, until it is stopped.
  const jobs = page.getByRole('region', { name: 'Redrives' })
  await expect(jobs).toContainText('5 of 7')
  await expectAccessible(page)
  await jobs.getByRole('button', { name: 'Stop' }).click()
  await expect(jobs).toContainText('stopped at 5')
  await expect(page.getByRole('table', { name: 'Dead letters' }).getByRole('row')).toHaveCount(3)
})

test('no match and a failure are screens of their own', async ({ page, broker }) => {
  const answer = () => ({ nack: true as const, dead: true, reason: 'total is missing' })
  const billing = await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing', answer })
  await publish(broker, 'orders', { event: 'created', payload: null })
  await billing.until(1)
  await page.goto('/dead?queue=emails')
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(page.getByRole('table', { name: 'Dead letters' }).getByRole('row')).toHaveCount(2)
  await page.getByRole('textbox', { name: 'Filter dead letters' }).fill('event:paid')
  await expect(page.getByText('1 dead letter, none with')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(page.getByRole('table', { name: 'Dead letters' }).getByRole('row')).toHaveCount(2)

  const refused = { error: { code: 'E_STORAGE', message: 'Postgres does not answer.', retryable: true } }
  await page.route('**/api/dead-letters*', (route) => route.fulfill({ status: 503, json: refused }))
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Could not load the letters' })).toBeVisible()
  await expect(page.getByRole('button', { name: /total is missing/ })).toBeVisible()
  await expectAccessible(page)
})
