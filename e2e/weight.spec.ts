/** What a page loads before it can be used, and that nothing is lost of what is done before the rest has come. */
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { subscribe } from './support/clients.ts'
import { expect, live, publish, test } from './support/story.ts'

const MOST = 250_000

/** The scripts that a page names: all that it loads before it is at rest. */
async function scriptsOf(url: string): Promise<readonly string[]> {
  const html = await (await fetch(url)).text()
  const tags = [...html.matchAll(/<script\b[^>]*>/gi)].map(([tag]) => tag).filter((tag) => !/nomodule/i.test(tag))
  return [...new Set(tags.flatMap((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? []))]
}

const PAGES = ['/', '/queues', '/queues/orders', '/queues/orders/live', '/queues/orders/subscriptions']
const MORE = ['/queues/orders/settings', '/queues/orders/publish', '/subscribers', '/publish', '/lab', '/dead']

test('every page is light', async ({ broker }) => {
  await publish(broker, 'orders', { event: 'created', payload: 1 })
  const sizes = new Map<string, number>()
  for (const path of [...PAGES, ...MORE, '/activity', '/help']) {
    const scripts = await scriptsOf(broker.url + path)
    expect(scripts.length, path).toBeGreaterThan(5)
    let sum = 0
    for (const src of scripts) {
      if (!sizes.has(src)) {
        const answer = await fetch(new URL(src, broker.url))
        const text = await answer.text()
        // Answers are read as their types say: the schemas, and what they are written in, stay with the server.
        expect(text.includes('ZodError'), `schemas in ${src} of ${path}`).toBe(false)
        sizes.set(src, gzipSync(text).length)
      }
      sum += sizes.get(src) ?? 0
    }
    expect(sum, `${path}: bytes of JavaScript, compressed`).toBeLessThan(MOST)
  }
})

// What is held back may count to the load of the page.
const COMMITTED = { waitUntil: 'commit' } as const

/** Holds back all code that the page does not name itself, until it is let through. */
async function holdRest(page: Page, url: string): Promise<() => void> {
  const first = new Set(await scriptsOf(url))
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    if (!first.has(new URL(route.request().url()).pathname)) await released
    await route.continue()
  })
  return release
}

test('what is typed before the palette has come arrives in it', async ({ page, broker }) => {
  for (let id = 0; id < 3; id += 1) await publish(broker, 'orders', { event: 'created', payload: { id } })
  const release = await holdRest(page, broker.url)
  await page.goto('/', COMMITTED)
  await live(page)
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('orders 23')
  await page.keyboard.press('Backspace')
  await expect(page.getByRole('dialog', { name: 'Search or jump to' })).toContainText('orders 2')
  release()
  const field = page.getByRole('combobox', { name: 'Search or jump to' })
  await expect(field).toHaveValue('orders 2')
  await expect(field).toBeFocused()
  await expect(page.getByRole('option').first()).toHaveAccessibleName(/Message 2 of orders/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/queues\/orders\?m=2$/)
})

test('a menu that is asked for before it has come opens when it has, and gives focus back', async ({
  page,
  broker,
}) => {
  await subscribe(broker, 'orders', { client: 'billing-1', name: 'billing' })
  const release = await holdRest(page, `${broker.url}/subscribers`)
  await page.goto('/subscribers', COMMITTED)
  await live(page)
  const card = page.getByRole('region', { name: 'Durable subscriptions', exact: true })
  const open = card.getByRole('button', { name: 'Export' })
  await open.focus()
  await page.keyboard.press('Enter')
  await expect(open).toBeFocused()
  release()
  await expect(page.getByRole('menuitem', { name: 'As CSV' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(open).toBeFocused()
})

test('a field is typed into before it can offer names, and keeps text, caret and focus', async ({ page, broker }) => {
  await publish(broker, 'orders', { event: 'created', payload: 1 })
  const release = await holdRest(page, `${broker.url}/publish`)
  await page.goto('/publish', COMMITTED)
  await live(page)
  const field = page.getByRole('combobox', { name: 'Queue' })
  await field.click()
  await page.keyboard.type('ors')
  await page.keyboard.press('ArrowLeft')
  release()
  // By its label: while the list is open, roles are those of the list alone.
  await expect(page.getByLabel('Known names: Queue')).toHaveAttribute('aria-haspopup', 'listbox')
  await expect(field).toBeFocused()
  await page.keyboard.type('der')
  await expect(field).toHaveValue('orders')
  await expect(page.getByRole('option', { name: /^orders/ })).toBeVisible()
})
