import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Clients } from '../../../transport/testing/clients.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { TestServer } from '../../server.ts'

/** Names that are legal, and that objects hold already, or that JSON, SQL or a URL could take for something else. */
const NAMES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'toJSON', 'then', 'null', '0', '1e3', 'a..b:-_']
/** Free text: of clients and keys. */
const TEXTS = ['__proto__', 'constructor', "'; DROP TABLE message; --", '<script>alert(1)</script>', '\\"{},$1', '😀']

const PAYLOAD = '{"__proto__":{"admin":true},"constructor":{"prototype":1},"text":"\\u0000\\ud800","toJSON":"x"}'
const HEADERS = '{"__proto__":"p","constructor":"c","toString":"s"}'

let database: TestDatabase
let server: TestServer
let clients: Clients

beforeAll(async () => {
  database = await createDatabase()
  server = await TestServer.start({ env: { DATABASE_URL: database.url } })
  clients = new Clients(server.url)
})

afterAll(async () => {
  clients.close()
  await server.stop()
  await server.dispose()
  await database.drop()
})

interface Got {
  readonly id: string
  readonly key: string
  readonly payload: unknown
  readonly headers: unknown
  readonly subscription: string | null
}

/** Texts, because a comparison of objects looks past a key named `__proto__`. */
const shown = ({ id, key, payload, headers }: Got) => [id, key, JSON.stringify(payload), JSON.stringify(headers)]

async function get(path: string): Promise<unknown> {
  const response = await fetch(`${server.url}/api${path}`)
  const body: unknown = await response.json()
  expect([path, response.status, body]).toEqual([path, 200, expect.anything()])
  return body
}

const textOf = (name: string) => TEXTS[NAMES.indexOf(name) % TEXTS.length] ?? ''

/** Subscribes to a queue in both ways, and resolves with the first message of each. */
async function listener(name: string) {
  const socket = await clients.connect(`/${name}`, { auth: { client: textOf(name) } })
  const got = new Promise<Got[]>((resolve) => {
    const all: Got[] = []
    socket.on('message', (message: Got) => {
      all.push(message)
      if (all.length === 2) resolve(all)
    })
  })
  expect(await socket.emitWithAck('subscribe', { name, events: [name] })).toMatchObject({ ok: true })
  expect(await socket.emitWithAck('subscribe', { events: [name] })).toMatchObject({ ok: true })
  return { socket, got }
}

describe.each(NAMES)('%s', (name) => {
  const key = textOf(name)
  const expected = [name, key, PAYLOAD, HEADERS]

  test('names a queue, an event, a subscription and an id like any other', async () => {
    const { socket, got } = await listener(name)
    const message = { event: name, id: name, key, payload: JSON.parse(PAYLOAD), headers: JSON.parse(HEADERS) }
    expect(await socket.emitWithAck('publish', message)).toEqual({ ok: true, id: name, seq: 1 })
    expect((await got).map(shown)).toEqual([expected, expected])
    expect(await get(`/queues/${name}`)).toMatchObject({ name, lastSeq: 1, events: [name] })
    expect(shown((await get(`/queues/${name}/messages/by-id/${name}`)) as Got)).toEqual(expected)
    expect(await get(`/queues/${name}/messages?key=${encodeURIComponent(key)}`)).toMatchObject({ items: [{ seq: 1 }] })
    const delivery = await get(`/queues/${name}/messages/1/deliveries/${name}`)
    expect(delivery).toMatchObject({ state: 'inFlight', holder: key })
    expect(await get(`/subscriptions/${name}/${name}`)).toMatchObject({ name, inFlight: 1 })
    expect(await get(`/queues/${name}/audience?event=${name}`)).toMatchObject({ misses: [] })
    socket.disconnect()
  })
})

test('all of them are the same after a restart', async () => {
  await server.restart()
  for (const name of NAMES) {
    const socket = await clients.connect(`/${name}`, { auth: { client: 'later' } })
    const got = new Promise<Got>((resolve) => socket.on('message', resolve))
    await socket.emitWithAck('subscribe', { name })
    expect(shown(await got)).toEqual([name, textOf(name), PAYLOAD, HEADERS])
    const again = await socket.emitWithAck('publish', { event: name, id: name })
    expect(again).toEqual({ ok: true, id: name, seq: 1, duplicate: true })
    const page = (await get(`/queues/${name}`)) as { clients: { client: string }[] }
    expect(page.clients.map(({ client }) => client)).toContain(textOf(name))
  }
  expect(Object.prototype).not.toHaveProperty('admin')
})
