import { expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { itemsOf } from '../testing/busy.ts'

/** 210 clients that are there, `z` that is away, and 40 durable subscriptions. */
async function crowded(): Promise<Bench> {
  const bench = await Bench.start()
  for (let n = 0; n < 210; n += 1) await bench.listener(`c${String(n).padStart(3, '0')}`)
  bench.broker.disconnect(await bench.listener('z'))
  for (let n = 0; n < 40; n += 1) await bench.consumer(`s${String(n).padStart(2, '0')}`)
  await bench.publish()
  return bench
}

const namesOf = (rows: readonly { name?: string; client?: string }[]) => rows.map(({ name, client }) => name ?? client)

it('of a queue are counted, and named as many as matter: who is away first', async () => {
  const bench = await crowded()
  const body = Object((await bench.ask('/queues/orders')).body)
  expect([body.clientCount, body.clients.length]).toEqual([211, 200])
  expect(namesOf(body.clients).slice(-2)).toEqual(['c198', 'z'])
})

it('and subscriptions have cells as far as there are columns, and all are counted', async () => {
  const bench = await crowded()
  const cells = async (query: string) => {
    const [item] = itemsOf((await bench.ask(`/queues/orders/messages?${query}`)).body)
    const { deliveries, state } = Object(item)
    const total = Object.values<number>(state).reduce((sum, count) => sum + count, 0)
    return { names: namesOf(deliveries), total }
  }
  const all = await cells('')
  expect([all.names.length, all.total]).toEqual([251, 251])
  const shown = await cells('deliveries=shown')
  expect([shown.names.length, shown.total]).toEqual([42, 251])
  expect(shown.names).toEqual(expect.arrayContaining(['s00', 's29', 'c000', 'z']))
  expect((await cells('deliveries=shown&subscription=s39')).names).toContain('s39')
  expect(await cells('deliveries=none')).toEqual({ names: [], total: 251 })
})

it('of the audience are counted, and the first of each way named', async () => {
  const bench = await crowded()
  const body = Object((await bench.ask('/queues/orders/audience?event=created')).body)
  expect(body.now.length + body.waits.length).toBe(140)
  expect(body.counts.now.queued + body.counts.waits.queued).toBe(40)
  expect([body.counts.now.realtime, body.counts.misses]).toEqual([210, { queued: 0, realtime: 1 }])
})
