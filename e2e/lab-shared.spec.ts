import type { Browser, Page } from '@playwright/test'
import { expect, expectAccessible, live, test } from './support/story.ts'

async function openLab(page: Page): Promise<void> {
  await page.goto('/lab')
  await live(page)
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
}

/** Shares the Lab and answers its link. */
async function share(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy link' }).click()
  await expect(page.getByText('Copied. Whoever opens it joins.')).toBeVisible()
  await expect(page.getByText('1 browser here:')).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toBe(page.url())
  return link
}

/** Another browser, with cookies and storage of its own, opens the link. */
async function join(browser: Browser, link: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(link)
  await live(page)
  await expect(page.getByRole('region', { name: 'laptop-2', exact: true })).toBeVisible()
  return page
}

function tiles(page: Page, lane: string) {
  return page.getByRole('list', { name: lane }).locator('.tile')
}

test('two browsers in one Lab by its link: each sees what the other does, and both count the same', async ({
  page,
  browser,
}) => {
  await openLab(page)
  await page.getByRole('button', { name: 'Publish to both' }).click()
  await expect(tiles(page, 'tablet, queued')).toHaveText(['1acked'])
  const guest = await join(browser, await share(page))
  await expect(tiles(guest, 'tablet, queued')).toHaveText(['1acked'])
  for (const one of [page, guest]) {
    await expect(one.getByText('2 browsers here:')).toBeVisible()
    await expect(one.getByText('All 4 get it either way.')).toBeVisible()
  }

  // The guest unplugs a subscriber of the first browser, and that one publishes.
  await guest.getByRole('switch', { name: 'tablet plugged in' }).click()
  await expect(page.getByText('3 get it, tablet misses it.')).toBeVisible()
  await expect(page.getByRole('row', { name: /laptop-2: unplugged tablet/ })).toBeVisible()
  await page.getByRole('button', { name: 'Publish 6' }).click()
  for (const one of [page, guest]) {
    await expect(tiles(one, 'tablet, real time').filter({ hasText: 'missed' })).toHaveCount(6)
    await expect(tiles(one, 'laptop-2, queued').filter({ hasText: 'acked' })).toHaveCount(6)
    await expect(one.getByText('6 wait for tablet.')).toBeVisible()
  }
  await page.getByRole('switch', { name: 'tablet plugged in' }).click()
  for (const one of [page, guest]) {
    await expect(one.getByText('6 waited and were caught up.')).toBeVisible()
    await expect(one.getByRole('region', { name: 'Real time' })).toContainText('6 missed')
    await expect(one.getByRole('region', { name: 'Queued' })).toContainText('0 missed')
  }
  await expectAccessible(page)
  await expectAccessible(guest)
  await guest.context().close()
})

test('who opened a Lab leaves it: the others see that, and the last one takes its queue along', async ({
  page,
  browser,
  broker,
}) => {
  await openLab(page)
  const guest = await join(browser, await share(page))
  await guest.getByRole('button', { name: 'Publish to both' }).click()
  await expect(tiles(guest, 'desk, queued')).toHaveText(['1acked'])
  await expect(guest.getByText('2 browsers here:')).toBeVisible()
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await expect(guest.getByText('1 browser here:')).toBeVisible()
  await expect(guest.getByRole('region', { name: 'desk', exact: true })).toContainText('It has left this Lab.')
  await expect(guest.getByText('laptop-2 gets it either way.')).toBeVisible()
  await expectAccessible(guest)

  const gone = guest.waitForResponse(
    (response) => response.request().method() === 'DELETE' && /\/queues\/lab-/.test(response.url()),
  )
  await guest.getByRole('link', { name: 'Overview', exact: true }).click()
  expect((await gone).status()).toBe(200)
  const { items } = await (await fetch(`${broker.url}/api/queues?prefix=lab-`)).json()
  expect(items).toEqual([])
  await guest.context().close()
})

test('who leaves before it has heard of a guest leaves the Lab to that guest', async ({ page, browser }) => {
  await openLab(page)
  const link = await share(page)
  // Who is here is not told to the first browser any more.
  await page.route(/\/audience\?/, () => undefined)
  const guest = await join(browser, link)
  await expect(page.getByRole('region', { name: 'laptop-2', exact: true })).toBeVisible()
  await expect(guest.getByText('2 browsers here:')).toBeVisible()
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await expect(guest.getByText('1 browser here:')).toBeVisible()
  await expect(guest.getByText('laptop-2 gets it either way.')).toBeVisible()
  await guest.context().close()
})

test('the link of a Lab that has ended says so, and opens one of its own', async ({ page }) => {
  await page.goto('/lab?run=0a1b&queue=lab')
  await live(page)
  await expect(page.getByRole('region', { name: 'This Lab has ended' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Open a Lab of your own' }).click()
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
})

test('a queue that is only named like a shared Lab is not joined and not deleted, whatever a link says', async ({
  page,
  broker,
}) => {
  const queue = `${broker.url}/api/queues/lab-2024`
  const body = JSON.stringify({ event: 'lab', payload: { sample: 7 } })
  await fetch(`${queue}/messages`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  const deleted: string[] = []
  page.on('request', (request) => request.method() === 'DELETE' && deleted.push(request.url()))

  // A Lab that opens looks for what others left behind.
  const looked = page.waitForResponse((response) => /\/queues\/lab-2024$/.test(response.url()))
  await openLab(page)
  await looked
  await page.goto('/lab?run=2024&queue=lab')
  await expect(page.getByRole('region', { name: 'This Lab has ended' })).toBeVisible()
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()

  expect(await (await fetch(queue)).json()).toMatchObject({ lastSeq: 1, subscriptions: 0 })
  expect(deleted.filter((url) => url.includes('lab-2024') && !url.includes('subscriptions'))).toEqual([])
})

test('the broker is killed and comes back: a shared Lab goes on, and its counts stay right', async ({
  page,
  browser,
  broker,
}) => {
  await openLab(page)
  const guest = await join(browser, await share(page))
  await expect(page.getByText('All 4 get it either way.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish 6' }).click()
  await expect(tiles(guest, 'laptop-2, queued').filter({ hasText: 'acked' })).toHaveCount(6)
  await broker.kill()
  await expect(page.getByText('The other browsers are not heard.')).toBeVisible()
  await broker.start()
  for (const one of [page, guest]) {
    await expect(one.getByText('All 4 get it either way.')).toBeVisible({ timeout: 30_000 })
    await expect(one.getByText('The other browsers are not heard.')).toBeHidden()
  }
  await guest.getByRole('button', { name: 'Publish to both' }).click()
  for (const one of [page, guest]) {
    for (const who of ['desk', 'tablet', 'billing', 'laptop-2']) {
      await expect(tiles(one, `${who}, queued`).last()).toHaveText('7acked')
      await expect(tiles(one, `${who}, real time`).last()).toHaveText('7delivered')
      await expect(tiles(one, `${who}, queued`)).toHaveCount(7)
    }
  }
  await guest.context().close()
})

test('what a shared Lab is told twice counts once', async ({ page, browser, broker }) => {
  await openLab(page)
  const guest = await join(browser, await share(page))
  await page.getByRole('button', { name: 'Publish 6' }).click()
  for (const one of [page, guest]) {
    await expect(tiles(one, 'laptop-2, queued').filter({ hasText: 'acked' })).toHaveCount(6)
  }
  // As after a crash before what was acked got written.
  const { items } = await (await fetch(`${broker.url}/api/subscriptions`)).json()
  const members = items.filter(({ name }: { name: string }) => name.startsWith('member-'))
  expect(members).toHaveLength(2)
  for (const { queue, name } of members) {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ from: 'start' })
    const sought = await fetch(`${broker.url}/api/subscriptions/${queue}/${name}/seek`, {
      method: 'POST',
      headers,
      body,
    })
    expect(sought.status).toBe(200)
  }
  await guest.getByRole('button', { name: 'Publish to both' }).click()
  for (const one of [page, guest]) {
    await expect(tiles(one, 'desk, queued').last()).toHaveText('7acked')
    await expect(tiles(one, 'desk, queued')).toHaveCount(7)
  }
  await guest.context().close()
})
