import type { Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGate } from '../../auth.ts'
import { Clients, next } from '../testing/clients.ts'
import { RawLink } from '../testing/raw.ts'
import { startServer, type TestServer } from '../testing/server.ts'

const TOKEN = 'a-secret'
let server: TestServer
let guarded: TestServer
let clients: Clients
let knocking: Clients

beforeAll(async () => {
  server = await startServer()
  guarded = await startServer({ token: TOKEN })
  clients = new Clients(server.url)
  knocking = new Clients(guarded.url)
})

afterAll(async () => {
  clients.close()
  knocking.close()
  await server.stop()
  await guarded.stop()
})

interface Refused {
  readonly message: string
  readonly data: { readonly code: string }
}

/** The refusal of a join, and that it is final. */
async function refusal(socket: Socket): Promise<string> {
  const error = await next(socket, 'connect_error')
  expect(socket.active).toBe(false)
  return (error as Refused).data.code
}

test('hello tells the protocol and its limits, on every namespace', async () => {
  const root = clients.open('/')
  expect(await next(root, 'hello')).toMatchObject({
    protocol: 1,
    limits: { payloadBytes: 262_144, batchMessages: 500, linkNamespaces: 64 },
  })
  const orders = root.io.socket('/orders')
  expect(await next(orders, 'hello')).toMatchObject({ protocol: 1 })
})

test('a connection opens with pings of 10 s and packets of 2 MiB', async () => {
  const raw = new RawLink(server.url)
  const opened = new Promise((resolve) => raw.socket.once('message', (data) => resolve(String(data))))
  const said = String(await opened)
  expect(JSON.parse(said.slice(1))).toMatchObject({
    pingInterval: 10_000,
    pingTimeout: 10_000,
    maxPayload: 2 * 1_048_576,
  })
  raw.close()
})

describe('a join is refused', () => {
  test.each(['/_x', '/a b', '/a/b', `/${'x'.repeat(129)}`, '/-a', '/_dashboards'])(
    'for the namespace %s',
    async (name) => {
      expect(await refusal(clients.open(name))).toBe('E_NAME')
    },
  )

  test.each([
    ['another version', { v: '2' }, 'E_VERSION'],
    ['a version that is no string', { v: 1 }, 'E_VERSION'],
    ['a label that is no string', { client: 5 }, 'E_NAME'],
    ['a label of 129', { client: 'x'.repeat(129) }, 'E_NAME'],
    ['a zero in a label', { client: 'a\u0000' }, 'E_NAME'],
    ['half a pair in a label', { client: '\ud800' }, 'E_NAME'],
    ['a token that is no string', { token: {} }, 'E_AUTH'],
  ])('for %s', async (_, auth, code) => {
    expect(await refusal(clients.open('/orders', { auth }))).toBe(code)
  })

  test('and the link lives on for other namespaces', async () => {
    const socket = await clients.connect('/')
    expect(await refusal(socket.io.socket('/_x'))).toBe('E_NAME')
    expect(await socket.emitWithAck('publish', { queue: 'a', event: 'b' })).toMatchObject({ ok: true })
  })
})

test('a join passes with everything absent, null, or more than is known', async () => {
  await clients.connect('/', { auth: { token: null, client: null, v: null } })
  await clients.connect('/orders', { auth: { v: '1', client: 'x'.repeat(128), colour: 'red' } })
  // A label is any text: a name from right to left may bring its marks along.
  await clients.connect('/orders', { auth: { client: '\u200fשולחן\t1' } })
})

test('the label of a link is the first one named on it', async () => {
  const root = await clients.connect('/')
  await clients.share(root, '/labels', { client: 'first' })
  await clients.share(root, '/labels2', { client: 'second' })
  const link = server.broker
    .links()
    .find(({ link }) => link.describe().sockets.some(({ queue }) => queue === 'labels2'))
  expect(link?.link.client).toBe('first')
})

test('a connection has at most 64 namespaces', async () => {
  const root = await clients.connect('/')
  for (let i = 0; i < 63; i++) await clients.share(root, `/many${i}`)
  expect(await refusal(root.io.socket('/many63'))).toBe('E_FORBIDDEN')
  expect(await root.emitWithAck('publish', { queue: 'a', event: 'b' })).toMatchObject({ ok: true })
})

describe('with a token', () => {
  test.each([
    ['none', {}],
    ['a wrong one', { token: 'guess' }],
    ['an empty one', { token: '' }],
  ])('%s is refused everywhere', async (_, auth) => {
    for (const namespace of ['/', '/orders', '/_dashboard']) {
      expect(await refusal(knocking.open(namespace, { auth }))).toBe('E_AUTH')
    }
    expect(guarded.broker.links()).toEqual([])
  })

  test('the right one opens each namespace that has it', async () => {
    const root = await knocking.connect('/', { auth: { token: TOKEN } })
    expect(await root.emitWithAck('publish', { queue: 'a', event: 'b' })).toMatchObject({ ok: true })
    expect(await refusal(root.io.socket('/orders', { auth: {} }))).toBe('E_AUTH')
    await knocking.share(root, '/billing', { token: TOKEN })
  })

  test("the dashboard's cookie opens the dashboard and nothing else", async () => {
    const cookie = createGate(TOKEN).session(false).split(';')[0] ?? ''
    await knocking.connect('/_dashboard', { headers: { cookie } })
    for (const namespace of ['/', '/orders']) {
      expect(await refusal(knocking.open(namespace, { headers: { cookie } }))).toBe('E_AUTH')
    }
  })

  test('a v2 client sends it in its query, and is refused without', async () => {
    await knocking.connect2('/orders', { token: TOKEN })
    for (const namespace of ['/', '/orders']) {
      const refused = await next(knocking.open2(namespace, { token: 'guess' }), 'error')
      expect(refused).toMatchObject({ code: 'E_AUTH' })
    }
  })
})

test('v2 clients are labelled by their query', async () => {
  const socket = await clients.connect2('/v2-label', { client: 'old-till' })
  const link = server.broker.links().find(({ link }) => link.client === 'old-till')?.link
  expect(link?.describe()).toMatchObject({ protocol: 3, transport: 'websocket', address: '127.0.0.1' })
  const shown = JSON.stringify([link?.id, link?.describe()])
  expect(shown).not.toContain(socket.id)
  expect(shown).not.toContain(socket.id.split('#').at(-1))
})
