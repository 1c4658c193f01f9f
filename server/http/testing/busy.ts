/** A queue with a message in every state, and how to read lists of it. */
import type { Bench } from './bench.ts'
import type { FakeClient } from './client.ts'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

export const itemsOf = (body: unknown): Record<string, unknown>[] =>
  isRecord(body) && Array.isArray(body.items) ? body.items.filter(isRecord) : []

export const cursorOf = (body: unknown): string | null =>
  isRecord(body) && typeof body.nextCursor === 'string' ? body.nextCursor : null

/** Seqs of what a query lists, real-time messages by their id. */
export async function list(bench: Bench, query = ''): Promise<unknown[]> {
  const { body } = await bench.ask(`/queues/orders/messages?${query}`)
  return itemsOf(body).map(({ seq, id }) => seq ?? id)
}

/** All pages of a query; `between` happens before each but the first. */
export async function readAll(bench: Bench, query: string, between: () => Promise<unknown>): Promise<unknown[]> {
  const seen: unknown[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body } = await bench.ask(`/queues/orders/messages?${query}${cursor && `&cursor=${cursor}`}`)
    seen.push(...itemsOf(body).map(({ seq, id }) => seq ?? id))
    cursor = cursorOf(body)
    await between()
  }
  return seen
}

export const ack = (bench: Bench, client: FakeClient, name: string, seq: number) =>
  bench.broker.ack(client, 'orders', name, seq, 1)
const nack = (bench: Bench, client: FakeClient, name: string, seq: number, more: object = {}) =>
  bench.broker.nack(client, 'orders', name, seq, 1, { reason: 'PSP 503', ...more })

/**
 * Seven messages; billing takes `created` with credit 4: 1 acked, 2 in flight, 3 retrying, 4 dead, 6 and 7 pending.
 * 5 is `deleted`, for audit alone, where nobody is. phone is away for 6 and 7, desk is there for all.
 */
export async function busyBench(bench: Bench): Promise<Bench> {
  await bench.ask('/queues', { body: { name: 'orders' } })
  const audit = await bench.consumer('audit', { events: ['deleted'] })
  bench.broker.disconnect(audit)
  const billing = await bench.consumer('billing', { events: ['created'], credit: 4 })
  await bench.listener('desk')
  const phone = await bench.listener('phone', ['created'])
  for (const n of [1, 2, 3, 4]) await bench.publish({ id: `m${n}`, payload: { n }, key: `k${n}` })
  await billing.arrived(4)
  await bench.publish({ id: 'm5', event: 'deleted', payload: 'Grüße %_\\' })
  bench.broker.disconnect(phone)
  bench.clock.pass(1_000)
  await bench.ask('/queues/orders/pause', { method: 'POST' })
  for (const n of [6, 7]) await bench.publish({ id: `m${n}` })
  ack(bench, billing, 'billing', 1)
  nack(bench, billing, 'billing', 3, { delayMs: 60_000 })
  nack(bench, billing, 'billing', 4, { dead: true })
  await bench.ask('/queues/orders/messages', { body: { event: 'created', id: 'live', delivery: 'realtime' } })
  // A change is committed after what was asked for before it: the dead letter and the real-time message are written.
  await bench.ask('/queues', { body: { name: 'last' } })
  return bench
}
