import type { Bench } from './bench.ts'

interface Deaths {
  readonly reason: string
  readonly event?: string
}

/** Publishes so many in `orders`, and `name` gives each up, a millisecond apart. Their seqs, in order. */
export async function giveUp(bench: Bench, name: string, count: number, deaths: Deaths): Promise<number[]> {
  const { reason, event = 'created' } = deaths
  const client = await bench.consumer(name, { events: [event] })
  const seqs: number[] = []
  for (let n = 0; n < count; n += 1) {
    seqs.push(await bench.publish({ event, key: `${n}`, headers: { n: `${n}` }, payload: { n } }))
  }
  await client.arrived(count)
  for (const { seq } of client.got) {
    bench.clock.pass(1)
    bench.broker.nack(client, 'orders', name, seq, 1, { dead: true, reason })
  }
  bench.broker.disconnect(client)
  // Its answer comes after what was asked for before it is on disk.
  await bench.ask('/queues/orders/resume', { method: 'POST' })
  return seqs
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

export const jobIdOf = (body: unknown): string => (isRecord(body) ? String(body.jobId) : '')

/** Waits until a job has ended and answers it as the API does. */
export async function ended(bench: Bench, id: string): Promise<unknown> {
  await bench.until(() => bench.broker.job(id).state !== 'running')
  return (await bench.ask(`/jobs/${id}`)).body
}
