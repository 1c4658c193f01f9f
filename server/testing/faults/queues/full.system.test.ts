import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, connect } from '../../../../lib/client/index.ts'
import type { Delivery, Peer } from '../peer.ts'
import { Stage } from './stage.ts'

const queue = 'small'
const payload = 'x'.repeat(900)
const full = { ok: false, error: { code: 'E_FULL', retryable: true } }

let stage: Stage
let consumer: Peer
let held: Delivery[]
let sdk: Client

/** Of 4 KiB, four messages; they are in flight. */
beforeEach(async () => {
  stage = await Stage.open()
  await stage.api('/queues', { name: queue, settings: { maxBytes: 4_096 } })
  sdk = connect(stage.server.url, { client: 'sdk' })
  consumer = await stage.peers.join(queue)
  await consumer.ask('subscribe', { name: 'work' })
  held = []
  while (((await publish(consumer)) as { ok: boolean }).ok) held.push(await consumer.next())
  expect(held.length).toBe(4)
})

afterEach(async () => {
  await sdk.close({ timeoutMs: 0 })
  await stage.close()
})

const publish = (peer: Peer, over: object = {}) => peer.ask('publish', { event: 'created', payload, ...over })

/** The status too: it is what a script sees first. */
async function post(body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${stage.server.url}/api/queues/${queue}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

async function refusesEveryone(peer: Peer, newest = 4): Promise<void> {
  expect(await publish(peer)).toMatchObject(full)
  expect(await publish(peer, { delayMs: 3_600_000 })).toMatchObject(full)
  expect(await post({ event: 'created', payload })).toMatchObject({ status: 507, body: { error: full.error } })
  expect(await stage.api(`/queues/${queue}/messages/${newest}/deliveries/work`, { action: 'redeliver' })).toMatchObject(
    {
      error: full.error,
    },
  )
  expect(await stage.api(`/queues/${queue}`)).toMatchObject({ maxBytes: 4_096, warning: 'size' })
}

/** A publisher of the SDK waits; it does not give up, and sends nothing twice. */
async function waits(): Promise<Promise<unknown>> {
  const waiting = sdk.publish({ queue, event: 'created', payload })
  await refusesEveryone(consumer)
  return waiting
}

test('a full queue refuses what is to be stored, by every way in, also over kill -9; real time goes on', async () => {
  await refusesEveryone(consumer)
  const live = await stage.peers.join(queue)
  await live.ask('subscribe', {})
  expect(await publish(consumer, { delivery: 'realtime', id: 'live' })).toMatchObject({ ok: true, recipients: 1 })
  expect((await live.next()).message).toMatchObject({ id: 'live', payload })
  await stage.crash()
  await refusesEveryone(await stage.peers.join(queue))
  await stage.isUndisturbed()
})

test('acknowledgements make room, while publishers keep on trying', async () => {
  const waiting = waits()
  for (const { ack } of held) ack()
  while (!((await publish(consumer)) as { ok: boolean }).ok);
  expect(await waiting).toMatchObject({ ok: true })
  await consumer.next()
  await consumer.next()
  expect(await stage.count("message m JOIN queue q ON q.id = m.queue_id WHERE q.name = 'small'")).toBe(6)
  await stage.isUndisturbed()
})

test('a purge makes room, which holds after kill -9', async () => {
  const waiting = sdk.publish({ queue, event: 'created', payload })
  await refusesEveryone(consumer)
  expect(await stage.api(`/queues/${queue}/purge`, { confirm: queue })).toEqual({ purged: 4 })
  expect(await waiting).toMatchObject({ ok: true, seq: 5 })
  await stage.crash()
  const peer = await stage.peers.join(queue)
  for (let i = 0; i < 3; i++) expect(await publish(peer)).toMatchObject({ ok: true })
  await refusesEveryone(peer, 8)
  await stage.isUndisturbed()
})
