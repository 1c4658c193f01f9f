/** The Lab, from its first message to what was caught up. */
import { expect, type Page } from '@playwright/test'
import type { Scene } from './scene.ts'

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

export const LAB: readonly Scene[] = [
  { name: 'lab-empty', world: 'lab', path: '/lab', shown: labReady },
  { name: 'lab-during', world: 'lab', path: '/lab', shown: labDuring },
  { name: 'lab-after', world: 'lab', path: '/lab', shown: labAfter },
]
