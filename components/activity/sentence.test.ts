import { expect, it } from 'vitest'
import type { Activity } from '../../lib/api.ts'
import { actorWords, piecesOf } from './sentence.ts'

const row = (over: Partial<Activity>): Activity => ({
  ...{ id: '1', at: '', kind: 'queuePaused', queue: 'orders', subscription: null, job: null, by: { kind: 'broker' } },
  text: 'orders was paused.',
  ...over,
})

it('links each thing once, where it stands as a word of its own', () => {
  expect(piecesOf(row({}))).toEqual([{ text: 'orders', href: '/queues/orders' }, { text: ' was paused.' }])
  const text = 'billing of eu-orders and orders.eu was moved, of orders.'
  expect(piecesOf(row({ text, subscription: 'billing' }))).toEqual([
    { text: 'billing', href: '/queues/orders/subscriptions' },
    { text: ' of eu-orders and orders.eu was moved, of ' },
    { text: 'orders', href: '/queues/orders' },
    { text: '.' },
  ])
})

it('links a job to its letters, and nothing that is gone', () => {
  const text = '2 of 9 dead letters of billing in orders were sent again.'
  expect(piecesOf(row({ kind: 'deadLettersRedriven', subscription: 'billing', job: 'j1', text }))[0]).toEqual({
    text: '2 of 9 dead letters',
    href: '/dead?queue=orders&subscription=billing#job-j1',
  })
  expect(piecesOf(row({ kind: 'queueDeleted', text: 'orders was deleted.' }))).toEqual([
    { text: 'orders was deleted.' },
  ])
})

it('says who, and by which way', () => {
  expect(actorWords({ kind: 'broker' })).toEqual({ who: 'the broker', from: 'by itself' })
  expect(actorWords({ kind: 'dashboard', address: '10.0.0.7' })).toEqual({
    who: 'somebody',
    from: 'in the dashboard from 10.0.0.7',
  })
  expect(actorWords({ kind: 'api', name: 'nightly' })).toEqual({ who: 'nightly', from: 'by the API' })
  expect(actorWords({ kind: 'client', name: 'billing-1' })).toEqual({ who: 'billing-1', from: 'by its socket' })
})
