import { afterEach, describe, expect, it, vi } from 'vitest'
import { LIMITS } from '../limits.ts'
import { MemoryLog } from '../memory-log.ts'
import { Queue, Subscription } from '../state.ts'
import { Window } from '../structures/window.ts'
import { Harness, type TestClient } from '../testing/harness.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { message, published, queueRecord, queues, subscriptionRecord } from '../testing/records.ts'
import { Pages } from './pages.ts'

const KIB = 1_024

afterEach(() => vi.restoreAllMocks())

describe('pages', () => {
  it('count what they take themselves, so that many small ones do not fill the memory', async () => {
    const log = new MemoryLog()
    log.write(queues(1))
    const messages = Array.from({ length: 200 }, (_, i) => message(i + 1, { bytes: 1 }))
    log.write(published(1, messages))
    const clock = new ManualClock()
    const pages = new Pages({
      log,
      clock,
      limits: { ...LIMITS, pageMessages: 1, cacheBytes: 64 * KIB },
      wake: () => {},
      warn: (error) => {
        throw error
      },
      windows: { bytes: 0 },
    })
    const queue = new Queue({ ...queueRecord(1, { lastSeq: 200 }), ord: 0 })
    const base = { ...subscriptionRecord(1), queue, events: null, upto: 0, matched: 0, detachedAt: 0 }
    const subscription = new Subscription(base)
    for (let seq = 1; seq <= 200; seq++) {
      pages.read(subscription, seq - 1)
      await clock.settle()
      expect(pages.above(queue, seq - 1)?.message?.seq).toBe(seq)
    }
    const kept = messages.filter(({ seq }) => pages.above(queue, seq - 1) !== null)
    expect(kept.length).toBeGreaterThan(30)
    expect(kept.length).toBeLessThanOrEqual(64)
    expect(kept.at(-1)?.seq).toBe(200)
  })
})

describe('windows', () => {
  it('of all queues together have half of the cache, and what they had to forget is read from the log', async () => {
    const windows = new Set<Window>()
    const push = Window.prototype.push
    vi.spyOn(Window.prototype, 'push').mockImplementation(function (this: Window, added) {
      windows.add(this)
      push.call(this, added)
    })
    const h = await new Harness({ limits: { cacheBytes: 2_000, windowBytes: 800 } }).start()
    const clients: TestClient[] = []
    for (let q = 0; q < 10; q++) clients.push(await h.consumer({ queue: `q${q}`, name: 's', credit: 1 }))
    for (let i = 0; i < 10; i++) for (let q = 0; q < 10; q++) h.send({ queue: `q${q}`, bytes: 100 })
    await h.clock.settle()
    expect(windows.size).toBe(10)
    expect([...windows].reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(1_000)
    for (const { link, outlet } of clients) {
      outlet.onDelivery = ({ message: { queue, seq }, attempt }) => h.broker.ack(link, queue, 's', seq, attempt)
      h.broker.ack(link, outlet.deliveries[0]?.message.queue ?? '', 's', 1, 1)
    }
    await h.clock.settle()
    for (const { outlet } of clients) expect(outlet.seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('are trimmed once for each queue and run, however many subscriptions it looked at', async () => {
    const h = await new Harness().start()
    const clients: TestClient[] = []
    for (let i = 0; i < 20; i++) clients.push(await h.consumer({ queue: 'orders', name: `s${i}`, credit: 1 }))
    for (let i = 0; i < 5; i++) await h.publish({ queue: 'orders' })
    const trims = vi.spyOn(Window.prototype, 'dropTo')
    clients.forEach(({ link }, i) => {
      h.broker.ack(link, 'orders', `s${i}`, 1, 1)
    })
    await h.clock.settle()
    expect(clients.map(({ outlet }) => outlet.seqs)).toEqual(clients.map(() => [1, 2]))
    expect(trims).toHaveBeenCalledTimes(1)
  })
})
