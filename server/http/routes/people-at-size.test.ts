import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { ack } from '../testing/busy.ts'

const seek = (bench: Bench, body: unknown) => bench.ask('/subscriptions/orders/billing/seek', { body })
const names = (body: unknown) => Object(body).items.map(({ name }: { name: string }) => name)
const clients = (body: unknown) => Object(body).items.map(({ client }: { client: string }) => client)

describe('a dry run of a move', () => {
  it.each(['start', 2, 4, 'new'])('to %s answers what the move then answers, and moves nothing', async (from) => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing', { credit: 2 })
    for (const _ of [1, 2, 3, 4, 5]) await bench.publish()
    await billing.arrived(2)
    ack(bench, billing, 'billing', 1)
    await billing.arrived(3)
    const before = (await bench.ask('/subscriptions/orders/billing')).body
    const foreseen = await seek(bench, { from, dryRun: true })
    expect(foreseen.status).toBe(200)
    expect((await bench.ask('/subscriptions/orders/billing')).body).toEqual(before)
    expect((await seek(bench, { from })).body).toEqual(foreseen.body)
  })
})

describe('detaching', () => {
  const path = '/connections/c-billing-1/subscriptions/orders/billing'

  it('gives back at once what the consumer holds, tells it, and leaves the link', async () => {
    const bench = await Bench.start()
    const first = await bench.consumer('billing')
    await bench.publish()
    await first.arrived(1)
    const second = await bench.consumer('billing', {}, 'billing-2')
    const answer = await bench.ask(path, { method: 'DELETE' })
    expect([answer.status, answer.body]).toEqual([200, { detached: true }])
    await second.arrived(1)
    expect(second.got).toMatchObject([{ seq: 1 }])
    expect([first.told, first.closed]).toEqual([[['billing', 'detached']], null])
    const { body } = await bench.ask('/subscriptions/orders/billing')
    expect(body).toMatchObject({ consumers: [{ connection: 'c-billing-2' }] })
    await bench.publish()
    const activity = await bench.ask('/activity?kind=consumerDetached')
    expect(activity.body).toMatchObject({ items: [{ text: 'billing-1 was detached from billing of orders.' }] })
    expect((await bench.ask(path, { method: 'DELETE' })).body).toMatchObject({ error: { code: 'E_NO_SUBSCRIPTION' } })
  })
})

describe('lists at size', () => {
  it('of subscriptions are filtered, counted and sorted, page by page in the order of the first', async () => {
    const bench = await Bench.start()
    for (const name of ['a', 'b', 'c', 'other']) bench.broker.disconnect(await bench.consumer(name))
    await bench.publish()
    bench.broker.disconnect(await bench.consumer('d', { from: 'new' }))
    const query = 'sort=-behind&limit=2&filter=queue:orders%20name:*'
    const first = await bench.ask(`/subscriptions?${query}`)
    expect(names(first.body)).toEqual(['a', 'b'])
    expect(first.body).toMatchObject({ total: 5, all: 5 })
    const second = await bench.ask(`/subscriptions?${query}&cursor=${Object(first.body).nextCursor}`)
    expect(names(second.body)).toEqual(['c', 'other'])
    expect((await bench.ask('/subscriptions?filter=behind:>0%20oth')).body).toMatchObject({ total: 1, all: 5 })
    expect(names((await bench.ask('/subscriptions?sort=-name&limit=1')).body)).toEqual(['other'])
  })

  it('of connections are filtered, counted and sorted', async () => {
    const bench = await Bench.start()
    for (const client of ['desk', 'phone', 'desk-2']) {
      await bench.listener(client)
      bench.clock.pass(1_000)
    }
    const { body } = await bench.ask('/connections?filter=client:desk*&sort=-since')
    expect(clients(body)).toEqual(['desk-2', 'desk'])
    expect(body).toMatchObject({ total: 2, all: 3 })
    const page = (await bench.ask('/connections?sort=client&limit=2')).body
    expect(clients(page)).toEqual(['desk', 'desk-2'])
    const rest = await bench.ask(`/connections?sort=client&limit=2&cursor=${Object(page).nextCursor}`)
    expect(clients(rest.body)).toEqual(['phone'])
  })

  it.each(['/subscriptions?sort=colour', '/connections?sort=colour', '/connections?filter='])(
    'refuse %s',
    async (path) => {
      const bench = await Bench.start()
      expect((await bench.ask(path)).status).toBe(400)
    },
  )
})

describe('a filter that cannot be read', () => {
  it.each([
    ['/subscriptions?filter=queue:orders%20behind:%3E', 'behind:> is no number: write behind:>100.'],
    ['/subscriptions?filter=behind:', 'behind: has no value: write behind:… or leave it out.'],
    [
      '/subscriptions?filter=colour:red',
      expect.stringContaining('There are queue, name, event, state, client, behind'),
    ],
    ['/subscriptions?filter=state:tired', expect.stringContaining('caughtUp, catchingUp, failing')],
    ['/connections?filter=client:desk*%20held:many', 'held:many is no number: write held:>100.'],
    ['/connections?filter=colour:red', expect.stringContaining('There are client, room, queue')],
    ['/connections?filter=room:', 'room: has no value: write room:… or leave it out.'],
    ['/queues?filter=dead:', 'dead: has no value: write dead:… or leave it out.'],
  ])('is refused, for it would match more: %s', async (path, message) => {
    const bench = await Bench.start()
    const { status, body } = await bench.ask(path)
    expect([status, body]).toMatchObject([400, { error: { code: 'E_BAD_REQUEST', field: 'filter', message } }])
  })
})
