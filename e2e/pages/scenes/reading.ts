/** What people look at: overview, queues, messages, subscribers, activity. */
import { expect } from '@playwright/test'
import { LONG_NAME } from '../worlds/busy.ts'
import { failing, heading, NO_ANSWER, type Scene, text } from './scene.ts'

const OVERVIEW: readonly Scene[] = [
  { name: 'overview-first-run', world: 'empty', path: '/', shown: heading('Nothing has been published yet') },
  { name: 'overview-full', world: 'busy', path: '/', shown: text(/mail is paused/) },
  {
    name: 'overview-failing',
    world: 'busy',
    path: '/',
    before: failing,
    fails: true,
    shown: text(/could not/i),
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
  { name: 'queues-failing', world: 'busy', path: '/queues', before: failing, fails: true, shown: text(NO_ANSWER) },
]

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
  { name: 'queue-live', world: 'busy', path: '/queues/orders/live', shown: heading(/Waiting for messages/) },
  { name: 'queue-subscriptions', world: 'busy', path: '/queues/orders/subscriptions', shown: text('search-index') },
  { name: 'queue-settings', world: 'busy', path: '/queues/orders/settings', shown: text('Kept at most for') },
  { name: 'queue-unknown', world: 'busy', path: '/queues/nowhere', fails: true, shown: text(/nowhere/) },
]

const SUBSCRIBERS: readonly Scene[] = [
  { name: 'subscribers-empty', world: 'empty', path: '/subscribers', shown: heading(/Nobody subscribes/) },
  { name: 'subscribers-full', world: 'busy', path: '/subscribers', shown: text('search-index') },
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
  {
    name: 'activity-failing',
    world: 'busy',
    path: '/activity',
    before: failing,
    fails: true,
    shown: text(NO_ANSWER),
  },
]

export const READING: readonly Scene[] = [...OVERVIEW, ...QUEUES, ...MESSAGES, ...SUBSCRIBERS, ...ACTIVITY]
