/** One queue: its messages in every state of a search and of the panel, and its other tabs. */
import { expect, type Page, type Route } from '@playwright/test'
import { publish } from '../../support/story.ts'
import { LONG_NAME } from '../worlds/busy.ts'
import { failing, heading, NO_ANSWER, type Scene, text } from './scene.ts'

const grid: Scene['shown'] = async (page) => {
  await expect(page.getByRole('gridcell', { name: 'acked' }).first()).toBeVisible()
}

const MESSAGES: readonly Scene[] = [
  { name: 'messages-full', world: 'busy', path: '/queues/orders', shown: grid },
  {
    name: 'messages-panel',
    world: 'busy',
    path: '/queues/orders?m=3&who=queued:billing',
    shown: text(/PSP answered 503/),
  },
  { name: 'messages-no-match', world: 'busy', path: '/queues/orders?q=key:nobody', shown: heading('Nothing matches') },
  {
    name: 'messages-failing',
    world: 'busy',
    path: '/queues/orders',
    before: failing,
    fails: true,
    shown: text(NO_ANSWER),
  },
  { name: 'messages-scheduled', world: 'busy', path: '/queues/orders?show=scheduled', shown: text('reminder') },
  { name: 'messages-texts', world: 'busy', path: '/queues/texts', shown: text('markup') },
  { name: 'messages-large-payload', world: 'busy', path: '/queues/texts?m=4', shown: text(/256 KiB|KiB/) },
  { name: 'messages-long-names', world: 'busy', path: `/queues/${LONG_NAME}?m=1`, shown: text(/in flight/) },
]

/** The pages of a search after the first one, answered as a scene needs. */
const olderPages = (answer: (route: Route) => Promise<void>) => async (page: Page) => {
  await page.route(/messages\?.*cursor=/, answer)
}

const never = () => new Promise<void>(() => undefined)
const refuse = (route: Route) =>
  route.fulfill({ status: 503, json: { error: { code: 'E_STORAGE', message: NO_ANSWER, retryable: true } } })

const MANY = '/queues/many?q=payload.customer:c_4417'

const SEARCHES: readonly Scene[] = [
  { name: 'search-looked', world: 'busy', path: MANY, shown: text(/Looked at 60 of 130 messages, back to/) },
  {
    name: 'search-under-way',
    world: 'busy',
    path: MANY,
    before: olderPages(never),
    shown: async (page) => {
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(page.getByText('Searching.')).toBeVisible()
    },
  },
  {
    name: 'search-stopped',
    world: 'busy',
    path: MANY,
    before: olderPages(never),
    shown: async (page) => {
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.getByRole('button', { name: 'Stop', exact: true }).click()
      await expect(page.getByText('Stopped.')).toBeVisible()
    },
  },
  {
    name: 'search-failing',
    world: 'busy',
    path: MANY,
    before: olderPages(refuse),
    fails: true,
    shown: async (page) => {
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(page.getByText('Could not load older messages.')).toBeVisible()
    },
  },
  {
    name: 'messages-builder',
    world: 'busy',
    path: '/queues/orders?q=event:created state:acked since:2026-03-01T10:00',
    shown: async (page) => {
      await page.getByRole('button', { name: /^Filter/ }).click()
      await expect(page.getByRole('dialog', { name: 'Filter messages by' })).toBeVisible()
    },
  },
  {
    name: 'messages-long-filter',
    world: 'busy',
    path: `/queues/${LONG_NAME}?q=event:${LONG_NAME} key:nobody`,
    shown: heading('Nothing matches'),
  },
  {
    name: 'messages-list',
    world: 'busy',
    path: '/queues/orders?view=list',
    shown: async (page) => expect(page.getByRole('row', { name: /A-20934/ }).first()).toBeVisible(),
  },
  {
    name: 'messages-long-names-list',
    world: 'busy',
    path: `/queues/${LONG_NAME}?view=list`,
    shown: async (page) => expect(page.getByRole('row', { name: /warehouse/ }).first()).toBeVisible(),
  },
]

const TABS: readonly Scene[] = [
  { name: 'queue-live', world: 'busy', path: '/queues/orders/live', shown: heading(/Waiting for messages/) },
  { name: 'queue-subscriptions', world: 'busy', path: '/queues/orders/subscriptions', shown: text('search-index') },
  { name: 'queue-settings', world: 'busy', path: '/queues/orders/settings', shown: text('Kept at most for') },
  { name: 'queue-unknown', world: 'busy', path: '/queues/nowhere', fails: true, shown: text(/nowhere/) },
  {
    name: 'queue-live-passing',
    world: 'busy',
    path: '/queues/passing/live',
    shown: async (page, broker) => {
      await expect(page.getByRole('heading', { name: /Waiting for messages/ })).toBeVisible()
      for (let id = 1; id <= 6; id += 1) {
        await publish(broker, 'passing', { event: 'created', payload: { id, customer: 'c_4417', status: 'paid' } })
      }
      const table = page.getByRole('table', { name: /as they pass by/ })
      await expect(table.getByRole('row', { name: /"id":6/ })).toHaveCount(1)
    },
  },
  {
    name: 'queue-live-stopped',
    world: 'busy',
    path: '/queues/passing/live',
    shown: async (page, broker) => {
      await expect(page.getByRole('heading', { name: /Waiting for messages/ })).toBeVisible()
      await page.getByRole('button', { name: 'Stop following' }).click()
      for (let id = 1; id <= 6; id += 1) await publish(broker, 'passing', { event: 'created', payload: { id } })
      await expect(page.getByText('6 messages came since you stopped')).toBeVisible()
    },
  },
  {
    name: 'queue-catching-up',
    world: 'busy',
    path: '/queues/orders',
    before: async (page) => {
      await page.route(/\/api\/queues\/orders$/, async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, json: { ...(await response.json()), pending: 812, catchUpMs: 41_000 } })
      })
    },
    shown: text(/to go, about 40 s/),
  },
  {
    name: 'queue-settings-wrong',
    world: 'busy',
    path: '/queues/orders/settings',
    shown: async (page) => {
      await page.getByRole('textbox', { name: /Kept at most for/ }).fill('soon')
      await expect(page.getByRole('button', { name: 'Keep the old ones' })).toBeVisible()
    },
  },
]

export const QUEUE: readonly Scene[] = [...MESSAGES, ...SEARCHES, ...TABS]
