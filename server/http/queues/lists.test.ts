import { describe, expect, it } from 'vitest'
import { QueuePage, QueueTree } from '../../../lib/api.ts'
import { Bench } from '../testing/bench.ts'

async function withQueues(...names: readonly string[]): Promise<Bench> {
  const bench = await Bench.start()
  for (const name of names) await bench.ask('/queues', { body: { name } })
  return bench
}

const send = (bench: Bench, queue: string, times: number) =>
  bench.ask(`/queues/${queue}/messages`, { body: { messages: new Array(times).fill({ event: 'created' }) } })

async function listed(bench: Bench, query: string) {
  const page = QueuePage.parse((await bench.ask(`/queues?${query}`)).body)
  return { ...page, names: page.items.map(({ name }) => name) }
}

async function branches(bench: Bench, query = '') {
  const { items, ...rest } = QueueTree.parse((await bench.ask(`/queues-tree${query}`)).body)
  return { paths: items.map(({ path, queues }) => `${path} ${queues}`), items, ...rest }
}

it.each([true, false])('a page says whether publishing makes a queue: %s', async (autoCreateQueues) => {
  const bench = await Bench.start({ autoCreateQueues })
  expect(await listed(bench, 'prefix=orders')).toMatchObject({ names: [], autoCreate: autoCreateQueues })
})

it('a prefix answers the queue of exactly that name first', async () => {
  const bench = await withQueues('orders.eu', 'orders-old', 'orders', 'order')
  expect(await listed(bench, 'prefix=orders&limit=2')).toMatchObject({ names: ['orders', 'orders-old'], total: 3 })
})

describe('a filter', () => {
  it('takes parts of a name and terms, and the answer says of how many', async () => {
    const bench = await withQueues('shop.orders', 'shop.mail', 'audit')
    await bench.ask('/queues/shop.mail/pause', { method: 'POST' })
    expect(await listed(bench, 'filter=SHOP')).toMatchObject({ names: ['shop.mail', 'shop.orders'], total: 2, all: 3 })
    expect(await listed(bench, 'filter=paused:yes')).toMatchObject({ names: ['shop.mail'], total: 1 })
    expect(await listed(bench, 'filter=paused:yes%20audit')).toMatchObject({ names: [], total: 0, all: 3 })
  })

  it('that nobody can act on is refused, and says what there is', async () => {
    const bench = await withQueues('audit')
    for (const path of ['/queues', '/queues-tree']) {
      const { status, body } = await bench.ask(`${path}?filter=dead:many`)
      expect([status, body]).toMatchObject([
        400,
        { error: { field: 'filter', message: expect.stringContaining('>0') } },
      ])
    }
  })
})

describe('a window', () => {
  it('keeps rows in their places while figures move, lets go what is gone, and puts new ones last', async () => {
    const bench = await withQueues('a', 'b', 'c')
    await send(bench, 'b', 3)
    await send(bench, 'c', 2)
    const first = await listed(bench, 'sort=-rate&offset=0&limit=2')
    expect(first.names).toEqual(['b', 'c'])
    await send(bench, 'a', 9)
    await bench.ask('/queues', { body: { name: '0' } })
    const again = `sort=-rate&order=${first.order}`
    expect((await listed(bench, `${again}&offset=0&limit=2`)).names).toEqual(['b', 'c'])
    expect(await listed(bench, `${again}&offset=2&limit=9`)).toMatchObject({ names: ['a', '0'], total: 4 })
    await bench.ask('/queues/b?confirm=b', { method: 'DELETE' })
    expect((await listed(bench, `${again}&offset=0&limit=9`)).names).toEqual(['c', 'a', '0'])
  })

  it('of another question, or of an order that is no longer kept, begins anew', async () => {
    const bench = await withQueues('a', 'b')
    const first = await listed(bench, 'sort=-rate&offset=0')
    await send(bench, 'b', 1)
    expect(await listed(bench, `sort=-acked&offset=0&order=${first.order}`)).toMatchObject({ names: ['a', 'b'] })
    bench.spent = 5 * 60_000 + 1
    const anew = await listed(bench, `sort=-rate&offset=0&order=${first.order}`)
    expect(anew.names).toEqual(['b', 'a'])
    expect(anew.order).not.toBe(first.order)
  })

  it('has no cursor', async () => {
    const bench = await withQueues('a', 'b')
    const { nextCursor } = await listed(bench, 'limit=1')
    const both = await bench.ask(`/queues?limit=1&cursor=${nextCursor}&offset=1`)
    expect([both.status, both.body]).toMatchObject([400, { error: { field: 'offset' } }])
  })
})

it('is sorted by what needs a hand first', async () => {
  const bench = await withQueues('quiet', 'busy')
  await send(bench, 'busy', 5)
  const consumer = await bench.consumer('billing')
  const seq = await bench.publish()
  await consumer.arrived(1)
  await bench.ask(`/queues/orders/messages/${seq}/deliveries/billing`, { body: { action: 'dead' } })
  expect((await listed(bench, 'sort=-urgency')).names).toEqual(['orders', 'busy', 'quiet'])
})

describe('the tree', () => {
  const names = ['shop', 'shop.orders.eu', 'shop.orders.us', 'shop:mail', 'audit.log.old', 'plain']

  it('cuts names at dots and colons; a branch of one queue is that queue', async () => {
    const bench = await withQueues(...names)
    expect(await branches(bench)).toMatchObject({
      paths: ['audit.log.old 1', 'plain 1', 'shop 4'],
      total: 6,
      all: 6,
      more: 0,
    })
    expect((await branches(bench, '?parent=shop')).paths).toEqual(['shop 1', 'shop.orders 2', 'shop:mail 1'])
    expect((await branches(bench, '?parent=shop.orders')).paths).toEqual(['shop.orders.eu 1', 'shop.orders.us 1'])
  })

  it('adds up what is below, so that children sum to their parent', async () => {
    const bench = await withQueues(...names)
    await bench.ask('/queues/shop:mail/pause', { method: 'POST' })
    for (const [queue, times] of [
      ['shop', 1],
      ['shop.orders.eu', 2],
      ['shop:mail', 4],
    ] as const) {
      await send(bench, queue, times)
    }
    const { items } = await branches(bench)
    const shop = items.find(({ path }) => path === 'shop')
    expect(shop).toMatchObject({ queues: 4, paused: 1, queue: { name: 'shop' } })
    expect(shop?.spark?.published.reduce((sum, count) => sum + count, 0)).toBe(7)
    const below = await branches(bench, '?parent=shop')
    const sum = below.items.reduce((all, { rates }) => all + rates.published, 0)
    expect(sum).toBeCloseTo(shop?.rates.published ?? 0)
  })

  it('is filtered and sorted as the list is, and tells how many branches it left out', async () => {
    const bench = await withQueues(...names)
    await send(bench, 'plain', 1)
    expect((await branches(bench, '?sort=-rate')).paths[0]).toBe('plain 1')
    expect(await branches(bench, '?filter=orders')).toMatchObject({ paths: ['shop 2'], total: 2, all: 6 })
  })
})
