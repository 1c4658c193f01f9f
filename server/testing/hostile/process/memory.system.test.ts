import path from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Clients } from '../../../transport/testing/clients.ts'
import { RawLink } from '../../../transport/testing/raw.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { TestServer } from '../../server.ts'
import { Bystander } from '../bystander.ts'
import { frame } from '../sockets/frames.ts'

const MIB = 1_048_576
/** What a round may leave: far less than it sent, and more than a heap wavers by. */
const LEFT = 4 * MIB

let database: TestDatabase
let server: TestServer
let clients: Clients
let bystander: Bystander

beforeAll(async () => {
  database = await createDatabase()
  const probe = pathToFileURL(path.join(import.meta.dirname, 'heap-probe.mjs')).href
  const env = { DATABASE_URL: database.url, NODE_OPTIONS: `--expose-gc --import=${probe}` }
  server = await TestServer.start({ env })
  clients = new Clients(server.url)
  bystander = await Bystander.start(clients)
})

afterAll(async () => {
  bystander.hasAll()
  clients.close()
  expect(server.log.all.filter(({ level }) => Number(level) >= 50)).toEqual([])
  await server.stop()
  await server.dispose()
  await database.drop()
})

/** Bytes that the server holds when all that nobody holds is gone. */
async function held(): Promise<number> {
  const line = server.log.next(({ event }) => event === 'heap')
  process.kill(server.pid, 'SIGUSR2')
  return Number((await line).bytes)
}

/** Resolves when the server has noticed that all links are gone but the bystander's two. */
async function alone(): Promise<void> {
  let count: number
  do {
    const response = await fetch(`${server.url}/api/connections`)
    count = ((await response.json()) as { items: unknown[] }).items.length
  } while (count > 2)
}

let links: RawLink[] = []

function newLink(protocol: 3 | 4 = 4): RawLink {
  const link = new RawLink(server.url, { protocol })
  links.push(link)
  return link
}

async function closeAll(): Promise<void> {
  for (const link of links) link.close()
  await Promise.all(links.map((link) => link.closed))
  links = []
  await alone()
}

afterEach(closeAll)

type Attack = (round: number) => Promise<unknown>

const times = <T>(count: number, make: (at: number) => T): Promise<Awaited<T>[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)))

const PAD = 'x'.repeat(1.5 * MIB)

async function joined(namespace: string, auth: object = {}): Promise<RawLink> {
  const link = newLink()
  await link.join(namespace, auth)
  return link
}

/** Says far more than anybody asked for: joining, subscribing, publishing. 54 MiB. */
const wordy: Attack = (round) =>
  times(12, async (at) => {
    const namespace = `/a-queue-of-the-wordy-${round}-${at}`
    const link = await joined(namespace, { client: `wordy-client-${at}`, pad: PAD })
    link.send(`2${namespace},1["subscribe",{"name":"a-subscription-of-the-wordy","pad":"${PAD}"}]`)
    link.send(`2${namespace},2["subscribe",{"name":"a-subscription-of-the-wordy"}]`)
    link.send(`2${namespace},3["publish",{"event":"an-event-of-the-wordy","colour":"${PAD}"}]`)
    await link.next(`3${namespace},3`)
  })

/** The same as a v2 client, which joins by a path with a query. */
const wordyV2: Attack = (round) =>
  times(12, async (at) => {
    const namespace = `/a-queue-of-the-wordy-v2-${round}-${at}`
    const link = newLink(3)
    await link.opened()
    link.send(`0${namespace}?client=wordy-client-${at}&pad=${PAD}`)
    await link.next(`2${namespace},["hello"`)
    link.send(`2${namespace},1["subscribe",{"name":"a-subscription-of-the-wordy"}]`)
    await link.next(`3${namespace},1`)
  })

/** Begins a packet with attachments and never ends it: at most one packet is held of each. */
const unfinished: Attack = () =>
  times(10, async () => {
    const link = await joined('/')
    link.sendRaw('453-["publish",{"_placeholder":true,"num":0}]')
    for (let at = 0; at < 3; at += 1) link.sendRaw(Buffer.alloc(MIB))
  })

const garbage: Attack = () =>
  times(200, async (at) => {
    const link = await joined('/frames')
    for (const data of fc.sample(frame, { numRuns: 5, seed: at })) link.sendRaw(data)
  })

/** Beyond what a link may join. */
const namespaces: Attack = (round) =>
  times(20, async () => {
    const link = await joined('/')
    for (let at = 0; at < 100; at += 1) link.send(`0/made-up-${round}-${at},`)
    // Whichever of them are too many, the last is let in or refused.
    await Promise.race([link.next(`0/made-up-${round}-99,`), link.next(`4/made-up-${round}-99,`)])
  })

/** Subscribes as fast as it can, by names that it deletes again, and settles what it never had. */
const subscriptions: Attack = (round) =>
  times(10, async (client) => {
    const link = await joined('/flooded')
    for (let at = 0; at < 100; at += 1) {
      const name = `flood-${round}-${client}-${at}`
      link.send(`2/flooded,["subscribe",{"name":"${name}"}]`, `3/flooded,${at}[]`, '2/flooded,["subscribe",{}]')
      link.send(`2/flooded,["settle",{"name":"${name}","acked":[[0,9007199254740991]]}]`)
      link.send(`2/flooded,["unsubscribe",{"name":"${name}","forever":true}]`)
    }
    link.send('2/flooded,1["unsubscribe",{}]', '2/flooded,2["are you there"]')
    await link.next('3/flooded,2')
  })

const refusals: Attack = () =>
  times(10, async () => {
    const link = await joined('/')
    for (let at = 0; at < 500; at += 1) link.send(`2["publish",{"queue":"_${at}"}]`, `2["event-${at}",${at}]`)
    link.send('21["are you there"]')
    await link.next('31')
  })

const neverJoined: Attack = () =>
  times(200, async () => {
    const link = newLink()
    await link.opened()
  })

/** Lists in an order that is kept for their next pages, sessions of polling, and routes that there are none of. */
const requests: Attack = async (round) => {
  for (let at = 0; at < 100; at += 1) {
    const paths = ['/queues?sort=-pending&limit=1', `/queues/made-up-${round}-${at}`, `/made-up/${at}`]
    await Promise.all(paths.map((path) => fetch(`${server.url}/api${path}`).then((answer) => answer.arrayBuffer())))
    const polling = `${server.url}/socket.io/?EIO=4&transport=polling`
    const sid = /"sid":"([^"]+)"/.exec(await (await fetch(polling)).text())?.[1]
    await (await fetch(`${polling}&sid=${sid}`, { method: 'POST', body: '40/made-up,\u001e42[' })).arrayBuffer()
    await (await fetch(`${polling}&sid=${sid}`, { method: 'POST', body: '1' })).arrayBuffer()
  }
}

test.each([
  ['what was said besides', wordy],
  ['what a v2 client said besides', wordyV2],
  ['unfinished packets', unfinished],
  ['garbage', garbage],
  ['namespaces', namespaces],
  ['subscriptions', subscriptions],
  ['refusals', refusals],
  ['links that join nothing', neverJoined],
  ['requests', requests],
])('nothing is kept of %s', async (_, attack) => {
  // The first round loads what is loaded once.
  await attack(0)
  await closeAll()
  const before = await held()
  await attack(1)
  await bystander.isUndisturbed()
  if (STAYING.includes(attack)) expect((await held()) - before).toBeLessThan(LEFT)
  await closeAll()
  await bystander.isUndisturbed()
  expect((await held()) - before).toBeLessThan(LEFT)
})

/** Of these nothing is kept while their links stay either. */
const STAYING: readonly Attack[] = [wordy, wordyV2, refusals]
