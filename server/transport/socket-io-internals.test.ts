/** Each thing that socket-io-internals.ts believes of the pinned libraries, against those libraries themselves. */
import { createServer, type Server as HttpServer } from 'node:http'
import type { Socket as Tcp } from 'node:net'
import { type Namespace, Server, type Socket } from 'socket.io'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type Connection,
  type Input,
  keepWhileJoining,
  pauseReading,
  resumeReading,
  signOfLife,
  takeInput,
  terminator,
  writePackets,
} from './socket-io-internals.ts'
import { next } from './testing/clients.ts'
import { RawLink } from './testing/raw.ts'

let http: HttpServer
let server: Server
let url: string
let connection: Promise<Connection>

beforeEach(async () => {
  http = createServer()
  server = new Server(http, { allowEIO3: true, pingInterval: 20, cleanupEmptyChildNamespaces: true })
  connection = new Promise((resolve) => server.engine.once('connection', resolve))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}`
})

afterEach(async () => {
  await server.close()
})

const nothing: Input = { connect: () => {}, disconnect: () => {}, event: () => {}, ack: () => {}, failed: () => {} }

describe('taking the input', () => {
  test('there is exactly one listener to take the place of', async () => {
    const raw = new RawLink(url)
    expect((await connection).listeners('data')).toHaveLength(1)
    raw.close()
  })

  test('what the program fails at is told, and closes the connection', async () => {
    const raw = new RawLink(url)
    const failed = new Promise((resolve) => {
      const event = () => {
        throw new Error('a fault')
      }
      void connection.then((one) => takeInput(one, { ...nothing, event, failed: resolve }))
    })
    await raw.opened()
    raw.send('2["a"]')
    expect(await failed).toEqual(new Error('a fault'))
    await raw.closed
  })

  test('Socket.IO still joins what is forwarded, and sees nothing else', async () => {
    const seen: unknown[] = []
    const input: Input = {
      ...nothing,
      connect: (_name, _says, forward) => forward(),
      event: (namespace, args, ackId, bytes) => seen.push([namespace, args, ackId, bytes]),
    }
    const acked = new Promise((resolve) => {
      input.ack = (...args) => resolve(args)
    })
    const raw = new RawLink(url)
    takeInput(await connection, input)
    const joined = next(server, 'connection')
    await raw.opened()
    raw.send('0')
    const heard = vi.fn()
    ;((await joined) as Socket).onAny(heard)
    raw.send('23["a",1]', '2/never,["c"]', '1', '35["b"]')
    expect(await acked).toEqual(['/', 5, ['b']])
    expect(seen).toEqual([
      ['/', ['a', 1], 3, 9],
      ['/never', ['c'], undefined, 13],
    ])
    expect(heard).not.toHaveBeenCalled()
    expect(server.sockets.sockets.size).toBe(1)
    raw.close()
  })

  test('a v2 client names a namespace with its query behind it', async () => {
    const raw = new RawLink(url, { protocol: 3 })
    const names = new Promise((resolve) => {
      void connection.then((one) => takeInput(one, { ...nothing, connect: resolve }))
    })
    await raw.opened()
    raw.send('0/orders?token=a%20b')
    expect(await names).toBe('/orders')
    raw.close()
  })
})

describe('writing', () => {
  const texts = ['2["a"]', `2["${'x'.repeat(200)}"]`, `2["${'é'.repeat(40_000)}"]`, '2["\u{1f600}"]']

  test('several packets become one write of whole frames, of every size', async () => {
    const raw = new RawLink(url)
    await raw.opened()
    const one = await connection
    const sent = vi.spyOn(one.transport, 'send')
    const shared = { text: '2["shared"]', frame: null }
    const gone = new Promise<void>((resolve) => writePackets(one, [...texts, shared, shared], resolve))
    for (const text of [...texts, shared.text, shared.text]) expect(await raw.next(text)).toBe(text)
    await gone
    expect(sent).toHaveBeenCalledTimes(1)
    raw.close()
  })

  test('a prepared packet is framed once, whoever it goes to', async () => {
    const raw = new RawLink(url)
    await raw.opened()
    const shared: { text: string; frame: Buffer | null } = { text: '2["shared"]', frame: null }
    writePackets(await connection, [shared], () => {})
    const { frame } = shared
    writePackets(await connection, [shared], () => {})
    expect(frame).toBeInstanceOf(Buffer)
    expect(shared.frame).toBe(frame)
    expect(await raw.next('2')).toBe(shared.text)
    expect(await raw.next('2')).toBe(shared.text)
    raw.close()
  })

  test('polling gets the same packets', async () => {
    const client = io(url, { transports: ['polling'], forceNew: true })
    await next(client, 'connect')
    const got = next(client, 'last')
    const gone = new Promise<void>((resolve) => {
      void connection.then((one) => writePackets(one, ['2["first","é"]', '2["last","ü"]'], resolve))
    })
    expect(await got).toBe('ü')
    await gone
    client.disconnect()
  })
})

describe('reading and living', () => {
  test('a paused WebSocket reads nothing until it is resumed', async () => {
    const raw = new RawLink(url)
    await raw.opened()
    const one = await connection
    expect(pauseReading(one)).toBe(true)
    const data = next(one, 'data')
    const order: string[] = []
    raw.send('2["a"]')
    const read = data.then(() => order.push('read'))
    // A round trip of another connection: the packet above has long arrived.
    await fetch(`${url}/socket.io/?EIO=4&transport=polling`).then((response) => response.text())
    order.push('resumed')
    resumeReading(one)
    await read
    expect(order).toEqual(['resumed', 'read'])
    raw.close()
  })

  test('polling cannot be paused', async () => {
    const client = io(url, { transports: ['polling'], forceNew: true })
    await next(client, 'connect')
    expect(pauseReading(await connection)).toBe(false)
    client.disconnect()
  })

  test('a sign of life starts the time for the pong again', async () => {
    const raw = new RawLink(url)
    raw.pongs = false
    const one = await connection
    await new Promise<void>((resolve) =>
      one.on('packetCreate', ({ type }: { type: string }) => type === 'ping' && resolve()),
    )
    const timer: unknown = Reflect.get(one, 'pingTimeoutTimer')
    if (typeof timer !== 'object' || timer === null) throw new Error('no timer runs while a pong is awaited')
    const refresh = vi.spyOn(timer as NodeJS.Timeout, 'refresh')
    signOfLife(one)
    expect(refresh).toHaveBeenCalledTimes(1)
    raw.close()
  })

  test('a closed link is ended at once, also when its client says nothing', async () => {
    const tcp = next(http, 'connection')
    const raw = new RawLink(url)
    await raw.opened()
    const ended = next((await tcp) as Tcp, 'close')
    const one = await connection
    raw.socket.pause()
    const end = terminator(one)
    one.close(true)
    end()
    await ended
    raw.close()
  })
})

test('a namespace is kept while somebody is still joining it', async () => {
  server.on('new_namespace', (namespace: Namespace) => keepWhileJoining(namespace))
  const namespaces = server.of((_name, _auth, answer) => answer(null, true))
  let refuse = (): void => {}
  let letIn = (): void => {}
  const joiningNow = new Promise<void>((resolve) => {
    namespaces.use((socket, answer) => {
      if (socket.handshake.auth.in !== true) refuse = () => answer(new Error('no'))
      else {
        letIn = answer
        resolve()
      }
    })
  })
  const [refused, joining] = [new RawLink(url), new RawLink(url)]
  await Promise.all([refused, joining].map((raw) => raw.opened()))
  const knocked = next(server, 'new_namespace')
  refused.send('0/both,{}')
  await knocked
  joining.send('0/both,{"in":true}')
  await joiningNow
  refuse()
  await refused.next('4/both,')
  letIn()
  await joining.next('0/both,')
  expect(server._nsps.get('/both')?.sockets.size).toBe(1)
  const [socket] = [...(server._nsps.get('/both')?.sockets.values() ?? [])]
  const left = socket && next(socket, 'disconnect')
  joining.send('1/both,')
  await left
  expect([...server._nsps.keys()]).toEqual(['/'])
  refused.close()
  joining.close()
})
