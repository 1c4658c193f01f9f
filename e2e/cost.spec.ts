/** What an open tab asks and is told, and that nobody asks for one that nobody looks at. */
import type { Page } from '@playwright/test'
import { expect, live, publish, test } from './support/story.ts'

/** What passes between the page and the broker, in order. Code that is loaded ahead is no part of it, nor are pings. */
function traffic(page: Page): string[] {
  const passed: string[] = []
  const note = (kind: string, payload: string | Buffer) => {
    if (payload.includes('/_dashboard')) passed.push(`${kind} ${payload}`)
  }
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) passed.push(`asks ${pathname}`)
  })
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => note('says', payload))
    socket.on('framereceived', ({ payload }) => note('hears', payload))
  })
  return passed
}

/** The browser says of the page whether anybody looks. */
async function look(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}

test('a tab that nobody looks at asks nothing and is told nothing', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'first' })
  const passed = traffic(page)
  await page.goto('/queues/orders/live')
  await live(page)
  await expect.poll(() => passed.some((one) => one.includes('["tail",{"queue":"orders"'))).toBe(true)
  await expect.poll(() => passed.some((one) => one.includes('["totals"'))).toBe(true)
  await look(page, 'hidden')
  await expect.poll(() => passed.some((one) => one.endsWith('["tail",{}]'))).toBe(true)
  expect(passed.some((one) => one.endsWith('["watch",{"topics":[]}]'))).toBe(true)
  const other = await page.context().newPage()
  await other.goto('/queues/orders')
  await live(other)
  const before = passed.length
  await publish(broker, 'orders', { event: 'second' })
  await expect(other.getByRole('row').filter({ hasText: 'second' })).toBeVisible()
  expect(passed.slice(before)).toEqual([])
  await look(page, 'visible')
  await publish(broker, 'orders', { event: 'third' })
  await expect(page.getByRole('row').filter({ hasText: 'third' })).toBeVisible()
})

test('the footer says what a tab costs, and what that is', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created' })
  await page.goto('/')
  await live(page)
  const cost = page.getByRole('button', { name: /This tab costs the broker/ })
  await expect(cost).toHaveText(/[1-9].* kB\/s/)
  await cost.click()
  await expect(page.getByText("The broker's own time for both")).toBeVisible()
})
