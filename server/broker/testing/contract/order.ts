import { expect, it } from 'vitest'
import type { QueuedMessage } from '../../model.ts'
import { MIB, message, NOTHING, NOW, never, published, queues, realtimeMessage, seqsOf } from '../records.ts'
import type { ContractWorld } from './world.ts'

/** Messages come out as they went in, in the order of `seq`. */
export function orderContract(world: ContractWorld): void {
  it('reads back in seq order what commits wrote, each field as it was', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    const odd = message(2, {
      id: `a"b\\c{d},'e' \u{1f600}`,
      payload: '{"zero":"\\u0000","lone":"\\ud800","text":"\\"\\\\ \u{1f600}\\n","__proto__":1}',
      key: 'NULL',
      headers: { trace: '"quoted\\"', empty: '' },
      expiresAt: NOW + 60_000,
      bytes: 123,
      publisher: '{ui}',
      only: 'billing',
    })
    await world.log.append(published(1, [message(1), odd]))
    await world.log.append(published(1, [message(3)]))
    const page = await world.log.read(1, 0, 3, 100, MIB)
    expect(page.messages.map((m) => ({ ...m, encoded: undefined }))).toEqual(
      [message(1), odd, message(3)].map((m) => ({ ...m, encoded: undefined })),
    )
    expect(page.through).toBe(3)
  })

  it('reads above `after`, never beyond `upTo`, at most `limit`', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    await world.log.append(
      published(
        1,
        [1, 2, 3, 4, 5, 6].map((seq) => message(seq)),
      ),
    )
    expect(seqsOf((await world.log.read(1, 2, 5, 100, MIB)).messages)).toEqual([3, 4, 5])
    const short = await world.log.read(1, 2, 6, 2, MIB)
    expect(seqsOf(short.messages)).toEqual([3, 4])
    expect(short.through).toBe(4)
  })

  it('reads at least one message, and about `maxBytes` of them', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    const large = (seq: number): QueuedMessage => message(seq, { payload: `"${'x'.repeat(50_000)}"`, bytes: 50_020 })
    await world.log.append(published(1, [1, 2, 3, 4, 5, 6, 7, 8].map(large)))
    const page = await world.log.read(1, 0, 8, 100, 100_000)
    expect(page.messages.length).toBeGreaterThanOrEqual(1)
    expect(page.messages.length).toBeLessThan(8)
    expect(page.through).toBe(page.messages.at(-1)?.seq)
    expect((await world.log.read(1, 0, 8, 100, 10)).messages.length).toBeGreaterThanOrEqual(1)
  })

  it('gets across a gap, however wide: `through` always moves on', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    await world.log.append(published(1, [message(1)]))
    await world.log.append(published(1, [message(50_000)]))
    const found: number[] = []
    for (let after = 0; after < 50_000; ) {
      const page = await world.log.read(1, after, 50_000, 100, MIB)
      expect(page.through).toBeGreaterThan(after)
      expect(page.through).toBeLessThanOrEqual(50_000)
      found.push(...seqsOf(page.messages))
      after = page.through
    }
    expect(found).toEqual([1, 50_000])
  })

  it('keeps queues apart and takes a whole batch of 1,000', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1, 2))
    const batch = Array.from({ length: 1_000 }, (_, i) => ({
      queueId: 1 + (i % 2),
      message: message(1 + Math.floor(i / 2), { queue: `queue-${1 + (i % 2)}` }),
    }))
    await world.log.append({ ...NOTHING, messages: batch })
    const second = await world.log.read(2, 0, 500, 1_000, MIB)
    expect(seqsOf(second.messages)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1))
    expect(new Set(second.messages.map((m) => m.queue))).toEqual(new Set(['queue-2']))
  })

  it('leaves real-time messages out of what it reads', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    const record = { message: realtimeMessage('rt-1'), position: { seq: 1, ord: 1 } }
    await world.log.append({ ...published(1, [message(1), message(2)]), realtime: [{ queueId: 1, record }] })
    expect(seqsOf((await world.log.read(1, 0, 2, 100, MIB)).messages)).toEqual([1, 2])
  })

  it('finds the first seq at or after a time', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    await world.log.append(
      published(
        1,
        [1, 2, 3].map((seq) => message(seq, { publishedAt: NOW + seq * 1_000 })),
      ),
    )
    expect(await world.log.seqAt(1, NOW)).toBe(1)
    expect(await world.log.seqAt(1, NOW + 2_000)).toBe(2)
    expect(await world.log.seqAt(1, NOW + 2_001)).toBe(3)
    expect(await world.log.seqAt(1, NOW + 3_001)).toBeNull()
  })

  it('reads on, counts and finds times across what was sealed', async () => {
    await world.start(1)
    for (const from of [1, 4, 7]) {
      const batch = [from, from + 1, from + 2].map((seq) =>
        message(seq, { publishedAt: NOW + seq * 1_000, bytes: seq }),
      )
      await world.log.append(published(1, batch))
      await world.store.seal(world.log)
    }
    const found: number[] = []
    for (let after = 1; after < 8; ) {
      const page = await world.log.read(1, after, 8, 2, MIB)
      found.push(...seqsOf(page.messages))
      after = page.through
    }
    expect(found).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect(await world.log.measure(1, 2, 8)).toEqual({ messages: 6, bytes: 3 + 4 + 5 + 6 + 7 + 8 })
    expect(await world.log.seqAt(1, NOW + 6_001)).toBe(7)
  })

  it('measures what is above `after` and not above `upTo`: queued messages of one queue', async () => {
    await world.start(1, 2)
    const record = { message: realtimeMessage('rt-1'), position: { seq: 2, ord: 1 } }
    await world.log.append({
      ...published(
        1,
        [1, 2, 5].map((seq) => message(seq, { bytes: 10 * seq })),
      ),
      realtime: [{ queueId: 1, record }],
    })
    await world.log.append(published(2, [message(3)]))
    expect(await world.log.measure(1, 1, 5)).toEqual({ messages: 2, bytes: 70 })
    expect(await world.log.measure(1, 0, 9)).toEqual({ messages: 3, bytes: 80 })
    expect(await world.log.measure(1, 2, 4)).toEqual({ messages: 0, bytes: 0 })
    expect(await world.log.measure(3, 0, 9)).toEqual({ messages: 0, bytes: 0 })
  })
}
