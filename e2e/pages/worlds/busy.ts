/** A broker on which every state of a delivery stands, made by real clients; with the names and payloads that break pages. */
import type { TestServer } from '../../../server/testing/server.ts'
import { type Subscriber, subscribe } from '../../support/clients.ts'
import { publish } from '../../support/story.ts'

/** As long as a name can be. */
export const LONG_NAME = `warehouse.eu-central.${'inventory-'.repeat(9)}adjustments.v2`.padEnd(128, 'x')

const FOR_LONG_MS = 600_000

/** Resolves with clients still connected; they go when the test process ends or `leave` is called. */
export async function makeBusy(broker: TestServer): Promise<() => void> {
  const clients = [...(await orders(broker)), ...(await payments(broker)), ...(await others(broker))]
  return () => {
    for (const { socket } of clients) socket.disconnect()
  }
}

const order = (n: number) => ({
  event: n % 3 === 0 ? 'updated' : 'created',
  payload: { orderId: `A-${20_930 + n}`, customer: `c_${4_410 + n}`, total: 12_950 + n * 25, status: 'paid' },
  key: `A-${20_930 + n}`,
})

/** Acked, in flight, retrying, waiting, not subscribed, delivered, missed, expired, scheduled, purged. */
async function orders(broker: TestServer): Promise<Subscriber[]> {
  await publish(broker, 'orders', order(0))
  const shipping = await subscribe(broker, 'orders', { client: 'shipping-1', name: 'shipping' })
  const billing = await subscribe(broker, 'orders', {
    client: 'billing-1',
    name: 'billing',
    credit: 4,
    answer: ({ seq }) =>
      seq === 3 || seq === 4 ? { nack: true, delayMs: FOR_LONG_MS, reason: 'PSP answered 503' } : 'hold',
  })
  const audit = await subscribe(broker, 'orders', { client: 'audit-1', name: 'audit-trail', events: ['updated'] })
  const search = await subscribe(broker, 'orders', { client: 'search-1', name: 'search-index' })
  const desk = await subscribe(broker, 'orders', { client: 'ui-desk-1' })
  const tablet = await subscribe(broker, 'orders', { client: 'ui-tablet-3', events: ['created'] })
  for (let n = 1; n <= 4; n += 1) await publish(broker, 'orders', order(n))
  await Promise.all([shipping.until(4), tablet.until(3), search.until(4), billing.until(4)])
  search.socket.disconnect()
  tablet.socket.disconnect()
  for (let n = 5; n <= 24; n += 1) await publish(broker, 'orders', order(n))
  await publish(broker, 'orders', { ...order(25), delivery: 'realtime' })
  await publish(broker, 'orders', { event: 'reminder', payload: { orderId: 'A-20931' }, delayMs: 3 * 3_600_000 })
  await publish(broker, 'orders', { event: 'reminder', payload: { orderId: 'A-20932' }, delayMs: 26 * 3_600_000 })
  await shipping.until(24)
  return [shipping, billing, audit, desk]
}

/** Dead letters of several reasons. */
async function payments(broker: TestServer): Promise<Subscriber[]> {
  const charge = await subscribe(broker, 'payments', {
    client: 'charge-1',
    name: 'charge',
    answer: ({ event }) => ({
      nack: true,
      dead: true,
      reason: event === 'declined' ? 'card declined' : 'PSP answered 503: upstream connect error, reset before headers',
    }),
  })
  for (let id = 1; id <= 7; id += 1) await publish(broker, 'payments', { event: 'declined', payload: { id } })
  for (let id = 1; id <= 3; id += 1) {
    await publish(broker, 'payments', { event: 'requested', payload: { id, amount: 4_200 }, key: `p-${id}` })
  }
  await charge.until(10)
  return [charge]
}

/** A paused queue, a tree of names, the longest name, payloads that are large, from right to left, or like markup. */
async function others(broker: TestServer): Promise<Subscriber[]> {
  for (const queue of ['billing.eu.invoices', 'billing.eu.refunds', 'billing.us.invoices', 'database', 'filesystem']) {
    await publish(broker, queue, { event: 'created', payload: { queue } })
  }
  const long = await subscribe(broker, LONG_NAME, { client: LONG_NAME, name: LONG_NAME, answer: () => 'hold' })
  await publish(broker, LONG_NAME, { event: LONG_NAME, payload: { key: 'long' }, key: 'k'.repeat(128) })
  await publish(broker, 'texts', {
    event: 'arabic',
    payload: { رسالة: 'مرحبا بالعالم، هذه رسالة طويلة', order: 'A-1' },
  })
  await publish(broker, 'texts', { event: 'emoji', payload: '👩🏽‍🚀🚀 '.repeat(20) })
  await publish(broker, 'texts', { event: 'markup', payload: '<script>alert(1)</script><b>bold</b>' })
  await publish(broker, 'texts', { event: 'large', payload: { rows: Array.from({ length: 3_900 }, row) } })
  const mailer = await subscribe(broker, 'mail', { client: 'mailer-1', name: 'mailer' })
  await pause(broker, 'mail')
  for (let n = 0; n < 12; n += 1) await publish(broker, 'mail', { event: 'welcome', payload: { to: `c_${n}` } })
  await many(broker)
  await publish(broker, 'passing', { event: 'created', payload: null })
  const screen = await subscribe(broker, 'texts', { client: 'شاشة-١' })
  return [long, mailer, screen]
}

/** More than a search shows before it is asked to go on. */
async function many(broker: TestServer): Promise<void> {
  const messages = Array.from({ length: 130 }, (_, id) => ({ event: 'created', payload: { customer: 'c_4417', id } }))
  const answer = await fetch(`${broker.url}/api/queues/many/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages }),
  })
  if (!answer.ok) throw new Error(`many could not be published: ${await answer.text()}`)
}

const row = (_: unknown, id: number) => ({ id, name: `row ${id}`, note: 'nothing of note', done: id % 2 === 0 })

async function pause(broker: TestServer, queue: string): Promise<void> {
  const answer = await fetch(`${broker.url}/api/queues/${queue}/pause`, { method: 'POST' })
  if (!answer.ok) throw new Error(`${queue} could not be paused: ${await answer.text()}`)
}
