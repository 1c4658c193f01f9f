/** Where people do something: publish, the Lab, dead letters; and what floats above every page. */
import { expect } from '@playwright/test'
import { LAB } from './lab.ts'
import { PUBLISH } from './publishing.ts'
import { failing, heading, NO_ANSWER, type Scene, text } from './scene.ts'

const DEAD: readonly Scene[] = [
  { name: 'dead-empty', world: 'empty', path: '/dead', shown: heading(/Nothing is dead/) },
  { name: 'dead-full', world: 'busy', path: '/dead', shown: text('card declined') },
  { name: 'dead-no-match', world: 'busy', path: '/dead?q=reason:nobody', shown: heading('Nothing matches') },
  { name: 'dead-failing', world: 'busy', path: '/dead', before: failing, fails: true, shown: text(NO_ANSWER) },
]

const FRAME: readonly Scene[] = [
  {
    name: 'palette',
    world: 'busy',
    path: '/',
    shown: async (page) => {
      await expect(page.getByRole('link', { name: 'orders', exact: true }).first()).toBeVisible()
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByRole('combobox', { name: 'Search or jump to' }).fill('bill')
      await expect(page.getByRole('option').first()).toBeVisible()
    },
  },
  {
    name: 'keys',
    world: 'busy',
    path: '/queues',
    shown: async (page) => {
      await expect(page.getByRole('link', { name: 'orders', exact: true }).first()).toBeVisible()
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  { name: 'help', world: 'busy', path: '/help', shown: heading('Real time and queued') },
  { name: 'sign-in', world: 'locked', path: '/queues', fails: true, shown: heading('This broker asks for a token') },
  { name: 'not-found', world: 'busy', path: '/nowhere', fails: true, shown: heading(/no page at this address/) },
]

export const DOING: readonly Scene[] = [...PUBLISH, ...LAB, ...DEAD, ...FRAME]
