import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'
import { api, type Delivery, type Peer, Peers } from './peer.ts'

/** What a person wants to see: `CLIENTS=5000 QUEUES=10000 NAMES=100000 npm run system -- crowds`. */
const clients = Number(process.env.CLIENTS ?? 300)
const queues = Number(process.env.QUEUES ?? 500)
const names = Number(process.env.NAMES ?? 5_000)
/** A crowd takes its time. */
const patienceMs = 60_000 + 20 * (clients + queues)

let database: TestDatabase
let server: TestServer
let peers: Peers

beforeEach(async () => {
  database = await createDatabase()
  server = await TestServer.start({ env: { DATABASE_URL: database.url } })
  peers = new Peers(server)
})

afterEach(async () => {
  peers.leave()
  await server.dispose()
  await database.drop()
})

/** Runs `work` for each number, so many at a time. */
async function each(count: number, atOnce: number, work: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let n = next++; n < count; n = next++) await work(n)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Resolves when `count` have called. */
function gathering(count: number): { readonly all: Promise<void>; readonly one: () => void } {
  let left = count
  let resolve = (): void => undefined
  const all = new Promise<void>((done) => {
    resolve = done
  })
  const one = () => {
    left -= 1
    if (left === 0) resolve()
  }
  return { all, one }
}

test(`${clients} clients that reconnect at once after a crash are all served again`, {
  timeout: patienceMs,
}, async () => {
  const crowd: Peer[] = []
  let back = gathering(clients)
  await each(clients, 50, async (n) => {
    const peer = await peers.join('crowd', `client-${n}`, { reconnection: true })
    // As any client does: it subscribes at each connection.
    const subscribe = async () => {
      const named = n % 10 === 0 ? [peer.ask('subscribe', { name: `named-${n}` })] : []
      const answers = await Promise.all([peer.ask('subscribe', {}), ...named])
      for (const answer of answers) expect(answer).toMatchObject({ ok: true })
      back.one()
    }
    await subscribe()
    peer.socket.on('connect', () => void subscribe())
    crowd.push(peer)
  })
  await back.all
  back = gathering(clients)
  await server.kill()
  await server.start()
  await back.all
  const got = gathering(clients + Math.ceil(clients / 10))
  const hear = (delivery: Delivery) => {
    delivery.ack()
    got.one()
  }
  for (const peer of crowd) peer.handle = hear
  const publisher = await peers.join('crowd', 'publisher')
  expect(await publisher.ask('publish', { event: 'news', id: 'to-all' })).toMatchObject({ ok: true, seq: 1 })
  await got.all
  expect(crowd.flatMap(({ all }) => all.map(({ message }) => message.id))).toEqual(
    Array.from({ length: clients + Math.ceil(clients / 10) }, () => 'to-all'),
  )
})

test(`${queues} queues: a restart finds all of them, and each goes on`, { timeout: patienceMs }, async () => {
  const publishToAll = async (id: string) => {
    const publisher = await peers.join('')
    const message = (n: number) => ({ queue: `queue-${n}`, event: 'made', id })
    const seqs = new Map<unknown, number>()
    for (let from = 0; from < queues; from += 500) {
      const batch = Array.from({ length: Math.min(500, queues - from) }, (_, i) => message(from + i))
      for (const { seq } of resultsOf(await publisher.ask('publish', batch))) seqs.set(seq, (seqs.get(seq) ?? 0) + 1)
    }
    return seqs
  }
  expect(await publishToAll('first')).toEqual(new Map([[1, queues]]))
  peers.leave()
  await server.restart()
  expect(await publishToAll('second')).toEqual(new Map([[2, queues]]))
  for (const n of [0, Math.floor(queues / 2), queues - 1]) {
    const consumer = await peers.join(`queue-${n}`)
    await consumer.ask('subscribe', { name: 'late', from: 'start' })
    expect([await consumer.next(), await consumer.next()].map(({ message }) => message.id)).toEqual(['first', 'second'])
  }
  expect(await api(server, `/queues?prefix=queue-${queues - 1}`)).toMatchObject({ items: [{ lastSeq: 2 }] })
})

function resultsOf(answer: unknown): { readonly seq: unknown }[] {
  if (typeof answer !== 'object' || answer === null || !('results' in answer) || !Array.isArray(answer.results))
    throw new Error(`A batch was answered ${JSON.stringify(answer)}.`)
  return answer.results
}

test(`${names} durable names, few of them attached: those are served, and the others wait`, {
  timeout: 600_000,
}, async () => {
  const publisher = await peers.join('popular')
  await publisher.ask('publish', { event: 'made', id: 'before' })
  peers.leave()
  await server.stop()
  await database.query(`
    INSERT INTO subscription (id, queue_id, name, events, exclusive, ordered, start_seq, created_at)
    SELECT n, queue.id, 'name-' || n, '{*}', false, false, 2, now() FROM generate_series(1, ${names}) n, queue`)
  await server.start()
  const attached = [1, Math.ceil(names / 2), names]
  const consumers = await Promise.all(attached.map(() => peers.join('popular')))
  for (const [i, consumer] of consumers.entries()) await consumer.ask('subscribe', { name: `name-${attached[i]}` })
  const second = await peers.join('popular')
  expect(await second.ask('publish', { event: 'made', id: 'after' })).toMatchObject({ ok: true, seq: 2 })
  for (const consumer of consumers) expect((await consumer.next()).message).toMatchObject({ id: 'after', attempt: 1 })
  expect(await api(server, '/subscriptions/popular/name-2')).toMatchObject({ pending: 1, inFlight: 0, state: 'nobody' })
  // One that comes only now finds it waiting.
  await second.ask('subscribe', { name: 'name-2' })
  expect((await second.next()).message).toMatchObject({ id: 'after', attempt: 1 })
})
