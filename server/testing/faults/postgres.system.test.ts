import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { queue, subscription } from '../crash/clients.ts'
import { PostgresProxy } from '../crash/postgres-proxy.ts'
import { Scene } from '../crash/scene.ts'
import { readQueue } from '../ledger/read.ts'
import { TestServer } from '../server.ts'
import { Cluster } from './cluster.ts'
import { type Peer, Peers } from './peer.ts'

let cluster: Cluster
let url: string
let proxy: PostgresProxy
let scene: Scene
let peers: Peers
/** Listens in real time, which needs no storage. */
let listener: Peer

beforeAll(async () => {
  cluster = await Cluster.start()
})

afterAll(() => cluster.dispose())

beforeEach(async () => {
  url = await cluster.database()
  proxy = await PostgresProxy.start(url)
  scene = new Scene(await TestServer.start({ env: { DATABASE_URL: proxy.url } }))
  peers = new Peers(scene.server)
  listener = await peers.join('live', 'listener')
  await listener.ask('subscribe', {})
  await scene.publisher.publish()
  await scene.ledger.untilDeliveries(1)
  // Its acknowledgement is on disk, so that the next commit is that of the next message.
  await scene.consumer.socket.emitWithAck('settle', { name: subscription })
})

afterEach(async () => {
  peers.leave()
  await scene.dispose()
  await proxy.close()
})

const health = async () => {
  const answer = await fetch(`${scene.server.url}/api/health`)
  return [answer.status, await answer.json()]
}

/** Publishes, deliveries and acknowledgements are on their way from now on. */
async function underLoad(): Promise<void> {
  scene.publisher.load(64)
  await scene.ledger.untilConfirmed(200)
}

/** The server has noticed that it cannot write. */
const noticed = () => scene.server.log.next((line) => String(line.msg).includes('the log could not be written'))

/** Real time goes on, also while nothing can be stored. */
async function realtimeWorks(): Promise<void> {
  expect(await listener.ask('publish', { event: 'tick', delivery: 'realtime' })).toMatchObject({
    ok: true,
    recipients: 1,
  })
  await listener.next()
}

/** Everything goes on by itself, and no promise was broken. */
async function goesOn(): Promise<void> {
  await scene.ledger.untilConfirmed(scene.ledger.confirmed.size + 200)
  expect(await health()).toMatchObject([200, { status: 'ok' }])
  await scene.settled()
  expect(await scene.faults(url)).toEqual([])
}

test('Postgres is restarted under load: the broker goes on when it is back', async () => {
  await underLoad()
  await cluster.stop()
  await realtimeWorks()
  await cluster.start()
  await goesOn()
})

test('Postgres is killed under load: health says so, real time works, and the rest goes on when it is back', async () => {
  await underLoad()
  const storageAway = noticed()
  await cluster.kill()
  await storageAway
  expect(await health()).toMatchObject([503, { status: 'storage', storage: 'away' }])
  await realtimeWorks()
  await cluster.start()
  await goesOn()
})

test('Postgres is frozen under load: health says so, real time works, and the rest goes on when it wakes up', async () => {
  await underLoad()
  const storageAway = noticed()
  await cluster.freeze()
  await storageAway
  expect(await health()).toMatchObject([503, { status: 'storage', storage: 'away' }])
  await realtimeWorks()
  cluster.thaw()
  await goesOn()
})

test.each(['commit', 'response'] as const)(
  'Postgres is killed in mid-COMMIT, at its %s: stored once, confirmed once',
  async (moment) => {
    const stop = proxy.stopAt(moment, (sql) => /\binsert into message\b/i.test(sql))
    const publishing = scene.publisher.publish()
    await stop.reached
    expect((await readQueue(url, queue)).stored).toHaveLength(moment === 'response' ? 2 : 1)
    await cluster.kill()
    stop.cut()
    await cluster.start()
    await publishing
    await scene.settled()
    const { stored } = await readQueue(url, queue)
    expect(stored.map(({ id }) => id)).toEqual(['m-0', 'm-1'])
    expect(scene.publisher.duplicates).toEqual(new Set())
    expect(await scene.faults(url)).toEqual([])
  },
)
