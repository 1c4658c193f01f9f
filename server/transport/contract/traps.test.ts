/**
 * The traps of Socket.IO that docs/socket-io.md lists, by their numbers there. 4 is in guard, 5 and 7 in handshake,
 * 12 in back-pressure, 13 in socket-io-internals, 9 the client's (lib/client).
 */
import { createServer } from 'node:http'
import { connect as connectTcp } from 'node:net'
import type { Duplex } from 'node:stream'
import { Server } from 'socket.io'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { attachTransport } from '../attach.ts'
import { Clients, collect, next, nextAll } from '../testing/clients.ts'
import { RawLink } from '../testing/raw.ts'
import { depsOf, startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let clients: Clients

beforeEach(async () => {
  server = await startServer()
  clients = new Clients(server.url)
})

afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  clients.close()
  expect(server.faults).toEqual([])
  await server.stop()
})

const idOf = (packet: string) => Number(/^2[^,]+,(\d+)\[/.exec(packet)?.[1])

describe('1: a stale acknowledgement', () => {
  test('that outlives a restart settles nothing of the new connection', async () => {
    const { log } = server
    const own = io(`${server.url}/stale`, { transports: ['websocket'], forceNew: true, reconnectionDelay: 10 })
    await next(own, 'connect')
    await own.emitWithAck('subscribe', { name: 'billing' })
    const first = nextAll(own, 'message')
    await own.emitWithAck('publish', { event: 'a', id: 'one' })
    const [, staleAck] = await first

    const back = next(own, 'connect')
    const { port } = server
    await server.stop()
    server = await startServer({ log, port })
    await back
    const second = next(own, 'message')
    await own.emitWithAck('subscribe', { name: 'billing' })
    expect(await second).toMatchObject({ id: 'one' })
    ;(staleAck as () => void)()
    // Answered after the stale acknowledgement was read.
    await own.emitWithAck('settle', { name: 'billing' })
    expect(server.broker.subscription('stale', 'billing')).toMatchObject({ inFlight: 1 })
    own.disconnect()
  })

  test('ids start at random, below 2^31, and again after the namespace was left', async () => {
    const ids: number[] = []
    for (let i = 0; i < 3; i++) {
      const raw = new RawLink(server.url)
      await raw.join('/seeds')
      raw.send(`2/seeds,["subscribe",{"name":"s${i}"}]`, '2/seeds,1["publish",{"event":"a"}]')
      ids.push(idOf(await raw.next('2/seeds,')))
      raw.close()
      await raw.closed
    }
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(id).toSatisfy((value: number) => Number.isInteger(value) && value < 2 ** 31)
  })

  test('of an attempt that is over changes nothing', async () => {
    const raw = new RawLink(server.url)
    await raw.join('/late')
    raw.send('2/late,1["subscribe",{"name":"s"}]', '2/late,2["publish",{"event":"a"}]')
    const first = idOf(await raw.next('2/late,'))
    raw.send(`3/late,${first}[{"nack":true,"delayMs":0}]`)
    await raw.next('2/late,')
    raw.send(`3/late,${first}[]`, '2/late,3["settle",{"name":"s"}]')
    await raw.next('3/late,3')
    expect(server.broker.subscription('late', 's')).toMatchObject({ inFlight: 1 })
    raw.close()
  })
})

test('2: packets for namespaces that are left, joining, unknown or joined twice leave the link alone', async () => {
  const raw = new RawLink(server.url)
  await raw.join('/')
  await raw.join('/left')
  raw.send('1/left,', '3/left,7[]', '2/left,["publish",{"event":"a"}]', '1/left,')
  raw.send('0/new,', '2/new,["publish",{"event":"a"}]', '3/new,5[]', '0/new,', '0{}', '1/never,', '3/never,1[]')
  raw.send('4/never,{"message":"no"}', '2[5]', '3/left,99999999999999999999[]')
  raw.send('28["publish",{"queue":"q","event":"a"}]')
  expect(await raw.next('38')).toContain('"ok":true')
  raw.close()
})

test('2: leaving and joining again in one breath ends with being joined', async () => {
  const raw = new RawLink(server.url)
  await raw.join('/again')
  raw.send('1/again,', '0/again,', '1/again,', '0/again,')
  await raw.next('0/again,')
  await raw.next('2/again,["hello"')
  raw.send('2/again,8["publish",{"event":"a"}]')
  expect(await raw.next('3/again,8')).toContain('"ok":true')
  raw.send('1/again,', '0/again,', '1/again,', '28["publish",{"queue":"q","event":"a"}]')
  await raw.join('/')
  expect(server.broker.links().map(({ link }) => link.describe().sockets)).toEqual([[{ queue: '/', rooms: [] }]])
  raw.close()
})

describe('3: JSON nested 100,000 levels deep', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)

  test.each([
    ['as payload', `28["publish",{"queue":"q","event":"a","payload":${deep}}]`],
    ['as message', `28["publish",${deep}]`],
    ['in a list', `28["publish",[{"queue":"q","event":"a","payload":${deep}}]]`],
    ['as header', `28["publish",{"queue":"q","event":"a","headers":{"a":${deep}}}]`],
    ['as argument', `28["publish",{"queue":"q","event":"a"},${deep}]`],
    ['as event', `28[7,${deep}]`],
  ])('%s is refused', async (_, packet) => {
    const raw = new RawLink(server.url)
    await raw.join('/')
    raw.send(packet)
    expect(await raw.next('38')).toContain('E_BAD_REQUEST')
    raw.close()
  })

  test('as acknowledgement is a nack, as handshake a refusal', async () => {
    const raw = new RawLink(server.url)
    await raw.join('/deep')
    raw.send('2/deep,1["subscribe",{"name":"s"}]', '2/deep,2["publish",{"event":"a"}]')
    raw.send(`3/deep,${idOf(await raw.next('2/deep,'))}[${deep}]`, `0/other,{"client":${deep}}`)
    expect(await raw.next('4/other,')).toContain('E_NAME')
    expect(server.broker.subscription('deep', 's')).toMatchObject({ inFlight: 0, retrying: 1 })
    raw.close()
  })
})

test('6: made-up names leave no namespace behind', async () => {
  const of = vi.spyOn(Server.prototype, 'of')
  const other = await startServer({ token: 'secret' })
  const namespaces = (of.mock.contexts[0] as Server)._nsps
  const raw = new RawLink(other.url)
  await raw.join('/', { token: 'secret' })
  for (let i = 0; i < 200; i++) raw.send(`0/made-up-${i},{"token":"guess"}`)
  await raw.next('4/made-up-199,')
  expect([...namespaces.keys()]).toEqual(['/'])
  await raw.join('/real', { token: 'secret' })
  expect([...namespaces.keys()]).toEqual(['/', '/real'])
  raw.send('1/real,', '28["publish",{"queue":"q","event":"a"}]')
  await raw.next('38')
  expect([...namespaces.keys()]).toEqual(['/'])
  raw.close()
  await other.stop()
})

describe('8: a slow client', () => {
  test('that is healthy gets all of a burst', async () => {
    const socket = await clients.connect('/burst')
    await socket.emitWithAck('subscribe', {})
    const got = collect(socket, 'message', 100)
    for (let i = 0; i < 100; i++) socket.emit('publish', { event: 'a', delivery: 'realtime', payload: i })
    expect((await got).map((message) => (message as { payload: number }).payload)).toEqual([...Array(100).keys()])
  })

  test('misses real-time messages and is told how many, as soon as it reads again', async () => {
    const slow = new RawLink(server.url)
    await slow.join('/slow')
    slow.send('2/slow,1["subscribe",{}]')
    await slow.next('3/slow,1')
    slow.socket.pause()
    const publisher = await clients.connect('/')
    const message = { queue: 'slow', event: 'a', delivery: 'realtime', payload: 'x'.repeat(250_000) }
    let dropped = 0
    while (dropped < 3) {
      const { recipients } = await publisher.emitWithAck('publish', message)
      if (recipients === 0) dropped += 1
    }
    const [unsent] = server.broker.links().map(({ link }) => link.describe().unsentBytes)
    expect(unsent).toBeGreaterThan(1_048_576)
    slow.socket.resume()
    expect(await slow.next('2/slow,["gap"')).toBe('2/slow,["gap",{"dropped":3}]')
    expect(await publisher.emitWithAck('publish', message)).toMatchObject({ recipients: 1 })
    slow.close()
  })
})

describe('10: the end of a connection', () => {
  test('closing is told to every namespace, and the client tries to come back', async () => {
    const root = await clients.connect('/')
    const orders = await clients.share(root, '/orders')
    const told = [next(root, 'closing'), next(orders, 'closing')]
    const reasons = [next(root, 'disconnect'), next(orders, 'disconnect')]
    server.transport.closing(750)
    expect(await Promise.all(told)).toEqual([{ reconnectAfterMs: 750 }, { reconnectAfterMs: 750 }])
    const late = root.io.socket('/late')
    expect(await next(late, 'closing')).toEqual({ reconnectAfterMs: 750 })
    await server.stop()
    expect(await Promise.all(reasons)).toEqual(['transport close', 'transport close'])
    server = await startServer()
  })

  test('what was accepted before is confirmed, what comes later is refused', async () => {
    const socket = await clients.connect('/')
    const release = server.log.hold()
    const accepted = socket.emitWithAck('publish', { queue: 'q', event: 'a' })
    await socket.emitWithAck('publish', { queue: 'q', event: 'a', delivery: 'realtime' })
    const stopped = server.stop()
    const refused = await socket.emitWithAck('publish', { queue: 'q', event: 'a' })
    expect(refused).toMatchObject({ ok: false, error: { code: 'E_CLOSING', retryable: true } })
    release()
    expect(await accepted).toMatchObject({ ok: true })
    await stopped
    server = await startServer()
  })

  test('a person may close one for good or for now', async () => {
    const link = () => server.broker.links()[0]?.link
    const first = await clients.connect('/')
    const firstReason = next(first, 'disconnect')
    link()?.close(false)
    expect(await firstReason).toBe('io server disconnect')
    const second = await clients.connect('/')
    const secondReason = next(second, 'disconnect')
    link()?.close(true)
    expect(await secondReason).toBe('transport close')
  })

  test('what a connection held goes back at once', async () => {
    const first = await clients.connect('/back')
    await first.emitWithAck('subscribe', { name: 'billing' })
    const got = next(first, 'message')
    await first.emitWithAck('publish', { event: 'a', id: 'back' })
    await got
    const second = await clients.connect('/back')
    const again = next(second, 'message')
    await second.emitWithAck('subscribe', { name: 'billing' })
    first.disconnect()
    expect(await again).toMatchObject({ id: 'back', attempt: 2 })
  })
})

test('11: upgrades to other paths are left to others', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const other = createServer()
  const upgraded = new Promise<Duplex>((resolve) => {
    other.on('upgrade', (request, socket) => {
      if (request.url?.startsWith('/_next/')) resolve(socket)
    })
  })
  const transport = attachTransport(other, depsOf(server.broker))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const client = connectTcp(address.port, '127.0.0.1')
  client.write('GET /_next/hmr HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  const socket = await upgraded
  // Engine.IO ends such a connection after a second.
  vi.advanceTimersByTime(5_000)
  const heard = next(client, 'data')
  socket.write('still here')
  expect(String(await heard)).toBe('still here')
  vi.useRealTimers()
  client.destroy()
  socket.destroy()
  await transport.close()
})
