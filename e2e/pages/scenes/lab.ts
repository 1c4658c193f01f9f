/** The Lab: alone, shared, ended, with a scenario, and where it cannot connect. */
import { expect, type Page } from '@playwright/test'
import type { TestServer } from '../../../server/testing/server.ts'
import { TOKEN } from '../worlds/worlds.ts'
import { failing, heading, type Scene, text } from './scene.ts'

async function labReady(page: Page): Promise<void> {
  await expect(page.getByText('All 3 get it either way.')).toBeVisible()
}

const tablet = (page: Page) => page.getByRole('switch', { name: 'tablet plugged in' })

async function labDuring(page: Page): Promise<void> {
  await labReady(page)
  await tablet(page).click()
  await expect(page.getByText('2 get it, tablet misses it.')).toBeVisible()
  await page.getByRole('button', { name: 'Publish 6' }).click()
  await expect(page.getByText('6 wait for tablet.')).toBeVisible()
}

async function labAfter(page: Page): Promise<void> {
  await labDuring(page)
  await tablet(page).click()
  await expect(page.getByText('6 waited and were caught up.')).toBeVisible()
}

/** Shares the Lab, and opens its link in another browser. */
async function labGuest(page: Page, broker: TestServer): Promise<Page> {
  await labReady(page)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy link' }).click()
  await expect(page.getByText('1 browser here:')).toBeVisible()
  const context = await page.context().browser()?.newContext({ baseURL: broker.url })
  if (context === undefined) throw new Error('There is no browser for a guest.')
  const guest = await context.newPage()
  await guest.goto(page.url())
  await expect(page.getByRole('region', { name: 'laptop-2', exact: true })).toBeVisible()
  await expect(page.getByText('All 4 get it either way.')).toBeVisible()
  return guest
}

async function labShared(page: Page, broker: TestServer): Promise<void> {
  await labGuest(page, broker)
  await page.getByRole('button', { name: 'Publish to both' }).click()
  await expect(page.getByRole('list', { name: 'laptop-2, queued' }).locator('.tile')).toHaveText(['1acked'])
}

async function labGuestLeft(page: Page, broker: TestServer): Promise<void> {
  const guest = await labGuest(page, broker)
  await guest.getByRole('button', { name: 'Publish to both' }).click()
  await guest.getByRole('link', { name: 'Overview', exact: true }).click()
  await expect(page.getByText('It has left this Lab.')).toBeVisible()
}

async function labLocked(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Token' }).fill(TOKEN)
  await page.getByRole('button', { name: 'Open the dashboard' }).click()
  await heading('Subscribers of this broker need its token')(page)
}

const WRONG = {
  holdline: 1,
  name: 'desk misses one',
  subscribers: [{ name: 'desk' }, { name: 'tablet' }],
  steps: [
    { unplug: 'tablet' },
    { publish: { count: 2, event: 'update', payload: { orderId: 'A-20931' } } },
    { waitFor: 'rest' },
    { expect: { desk: { realtime: { received: 1, missed: 1 } }, tablet: { realtime: { missed: 2 } } } },
  ],
}

async function labFailed(page: Page): Promise<void> {
  await labReady(page)
  const buffer = Buffer.from(JSON.stringify(WRONG))
  await page.getByLabel('Scenario file').setInputFiles({ name: 'wrong.json', mimeType: 'application/json', buffer })
  await expect(page.getByRole('region', { name: 'Scenario: desk misses one' }).getByRole('status')).toContainText(
    'failed',
  )
}

export const LAB: readonly Scene[] = [
  { name: 'lab-empty', world: 'lab', path: '/lab', shown: labReady },
  { name: 'lab-during', world: 'lab', path: '/lab', shown: labDuring },
  { name: 'lab-after', world: 'lab', path: '/lab', shown: labAfter },
  { name: 'lab-shared', world: 'lab', path: '/lab', shown: labShared },
  { name: 'lab-guest-left', world: 'lab', path: '/lab', shown: labGuestLeft },
  {
    name: 'lab-ended',
    world: 'lab',
    path: '/lab?run=0a1b&queue=lab',
    fails: true,
    shown: heading('This Lab has ended'),
  },
  {
    name: 'lab-removed',
    world: 'lab',
    path: '/lab',
    shown: async (page) => {
      await labDuring(page)
      await page.getByRole('button', { name: 'Remove tablet' }).click()
      await expect(page.getByRole('switch', { name: 'tablet plugged in' })).toHaveCount(0)
    },
  },
  {
    name: 'lab-not-connected',
    world: 'lab',
    path: '/lab?run=0a1b&queue=lab',
    before: failing,
    fails: true,
    shown: text('The Lab could not connect'),
  },
  { name: 'lab-token', world: 'locked', path: '/lab', fails: true, shown: labLocked },
  { name: 'lab-scenario-failed', world: 'lab', path: '/lab', shown: labFailed },
  {
    name: 'lab-menu',
    world: 'lab',
    path: '/lab',
    shown: async (page) => {
      await labReady(page)
      await page.setViewportSize({ width: 390, height: 844 })
      await page.getByRole('button', { name: 'Scenarios' }).click()
      await expect(page.getByRole('menuitem', { name: /^Reset/ })).toBeVisible()
    },
  },
]
