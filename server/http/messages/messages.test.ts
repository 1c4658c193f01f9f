import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { ack, busyBench, cursorOf, itemsOf, list } from '../testing/busy.ts'
import { messagesContract } from '../testing/messages-contract.ts'
import { storeContract } from '../testing/store-contract.ts'

describe('on a log in memory', () => {
  const open = async () => ({ bench: await Bench.start(), close: async () => {} })
  messagesContract(open)
  storeContract(open)
})

describe('a search', () => {
  it('asks the log for little: open seqs and ranges, and nothing where nothing can be', async () => {
    const bench = await busyBench(await Bench.start())
    const asked = async (query: string) => {
      const before = bench.memory.asked.length
      await list(bench, query)
      return bench.memory.asked.slice(before).map(({ filter }) => filter)
    }
    expect(await asked('state=retrying')).toMatchObject([{ delivery: 'queued', seqRanges: [[3, 3]] }])
    expect(await asked('state=dead')).toMatchObject([{ seqRanges: [[4, 4]] }])
    expect(await asked('subscription=billing&state=pending')).toMatchObject([{ events: ['created'] }])
    expect(await asked('state=missed')).toMatchObject([{ since: Date.UTC(2026, 2, 1, 12) - 1 }])
    expect(await asked('subscription=desk&state=missed')).toEqual([])
    expect(await asked('state=purged')).toEqual([])
    expect(await asked('state=scheduled')).toEqual([])
    expect(await asked('state=retrying,scheduled')).toMatchObject([{ seqRanges: [[3, 3]] }])
    expect(await asked('subscription=nobody&state=dead')).toEqual([])
  })

  it('looks no further when who asked has hung up', async () => {
    const bench = await Bench.start()
    for (let n = 0; n < 100; n += 1)
      await bench.ask('/queues/orders/messages', { body: { messages: Array(250).fill({ event: 'created' }) } })
    const hangUp = new AbortController()
    const read = bench.memory.listMessages.bind(bench.memory)
    const asked = async (signal: AbortSignal) => {
      const before = bench.memory.asked.length
      await bench.ask('/queues/orders/messages?text=nothing', { signal })
      return bench.memory.asked.length - before
    }
    expect(await asked(hangUp.signal)).toBe(2)
    bench.memory.listMessages = (request) => {
      hangUp.abort()
      return read(request)
    }
    expect(await asked(hangUp.signal)).toBe(1)
  })

  it('end where the time of a search is up, and go on from there', async () => {
    const bench = await Bench.start()
    const billing = await bench.consumer('billing', { credit: 1_000 })
    for (let n = 0; n < 2; n += 1)
      await bench.ask('/queues/orders/messages', { body: { messages: Array(250).fill({ event: 'created' }) } })
    await billing.arrived(500)
    for (const { seq } of billing.got) if (seq !== 1) ack(bench, billing, 'billing', seq)
    bench.spent = 0
    const read = bench.memory.listMessages.bind(bench.memory)
    bench.memory.listMessages = (request) => {
      bench.spent += 400
      return read(request)
    }
    const first = await bench.ask('/queues/orders/messages?state=inFlight,acked&limit=200')
    expect(itemsOf(first.body)).toHaveLength(200)
    const rare = await bench.ask('/queues/orders/messages?state=inFlight,expired')
    expect([itemsOf(rare.body), cursorOf(rare.body)]).toEqual([[], expect.any(String)])
    const rest = await bench.ask(`/queues/orders/messages?state=inFlight,expired&cursor=${cursorOf(rare.body)}`)
    expect(itemsOf(rest.body)).toMatchObject([{ seq: 1 }])
    expect(cursorOf(rest.body)).toBeNull()
  })
})
