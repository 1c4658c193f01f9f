/** What people look at: overview, queues, messages, subscribers, activity. */
import { expect } from '@playwright/test'
import { publish } from '../../support/story.ts'
import { QUEUE } from './queue.ts'
import { failing, heading, NO_ANSWER, type Scene, text } from './scene.ts'

const OVERVIEW: readonly Scene[] = [
  { name: 'overview-first-run', world: 'empty', path: '/', shown: heading('Nothing has been published yet') },
  {
    name: 'overview-full',
    world: 'busy',
    path: '/',
    shown: async (page) => {
      await text(/mail is paused/)(page)
      await expect(page.getByText(/Broker up/)).toBeVisible()
    },
  },
  {
    name: 'overview-failing',
    world: 'busy',
    path: '/',
    before: failing,
    fails: true,
    shown: text(/could not/i),
  },
  { name: 'overview-24h', world: 'busy', path: '/?window=24h', shown: text(/in 24 h/) },
  {
    name: 'overview-stale',
    world: 'gone',
    path: '/',
    fails: true,
    shown: async (page, broker) => {
      await publish(broker, 'orders', { event: 'created', payload: 1 })
      await expect(page.getByRole('link', { name: 'orders', exact: true }).first()).toBeVisible()
      await broker.kill()
      await expect(page.getByText(/No connection to the broker for/)).toBeVisible()
    },
  },
]

const QUEUES: readonly Scene[] = [
  { name: 'queues-empty', world: 'empty', path: '/queues', shown: heading('No queues yet') },
  {
    name: 'queues-full',
    world: 'busy',
    path: '/queues',
    shown: async (page) => expect(page.getByRole('link', { name: 'orders', exact: true })).toBeVisible(),
  },
  {
    name: 'queues-tree',
    world: 'busy',
    path: '/queues?view=tree&open=billing',
    shown: async (page) => expect(page.getByRole('row', { name: /eu/ }).first()).toBeVisible(),
  },
  { name: 'queues-no-match', world: 'busy', path: '/queues?q=nobody', shown: heading('Nothing matches') },
  {
    name: 'queues-create',
    world: 'busy',
    path: '/queues',
    shown: async (page) => {
      await page.getByRole('button', { name: 'New queue…' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  { name: 'queues-failing', world: 'busy', path: '/queues', before: failing, fails: true, shown: text(NO_ANSWER) },
]

const SUBSCRIBERS: readonly Scene[] = [
  { name: 'subscribers-empty', world: 'empty', path: '/subscribers', shown: heading(/Nobody subscribes/) },
  { name: 'subscribers-full', world: 'busy', path: '/subscribers', shown: text('search-index') },
  { name: 'subscribers-no-match', world: 'busy', path: '/subscribers?subs=nobody', shown: heading('Nothing matches') },
  {
    name: 'subscribers-failing',
    world: 'busy',
    path: '/subscribers',
    before: failing,
    fails: true,
    shown: text(NO_ANSWER),
  },
]

const ACTIVITY: readonly Scene[] = [
  { name: 'activity-empty', world: 'empty', path: '/activity', shown: heading(/./) },
  { name: 'activity-full', world: 'busy', path: '/activity', shown: text(/was paused/) },
  { name: 'activity-no-match', world: 'busy', path: '/activity?q=nobody', shown: heading('Nothing matches') },
  {
    name: 'activity-failing',
    world: 'busy',
    path: '/activity',
    before: failing,
    fails: true,
    shown: text(NO_ANSWER),
  },
]

export const READING: readonly Scene[] = [...OVERVIEW, ...QUEUES, ...QUEUE, ...SUBSCRIBERS, ...ACTIVITY]
