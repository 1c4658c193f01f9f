import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Clients } from '../../../transport/testing/clients.ts'
import { startServer, type TestServer } from '../../../transport/testing/server.ts'
import { Bystander } from '../bystander.ts'
import { LONG_MS, runs } from '../runs.ts'
import { nastyText } from '../values.ts'
import { frame } from './frames.ts'

let server: TestServer
let clients: Clients
let bystander: Bystander

beforeAll(async () => {
  server = await startServer()
  clients = new Clients(server.url)
  bystander = await Bystander.start(clients)
})

afterAll(async () => {
  bystander.hasAll()
  expect(server.faults).toEqual([])
  clients.close()
  await server.stop()
})

type Protocol = 3 | 4

const urlOf = (protocol: Protocol, query = '') => `${server.url}/socket.io/?EIO=${protocol}&transport=polling${query}`

/** Begins a session and answers its id. */
async function open(protocol: Protocol): Promise<string> {
  const text = await (await fetch(urlOf(protocol))).text()
  return /"sid":"([^"]+)"/.exec(text)?.[1] ?? ''
}

interface Body {
  readonly bytes: string | Buffer
  readonly type: string
}

/** The status of an answer; `reset` where the connection was ended instead. */
async function post(protocol: Protocol, sid: string, { bytes, type }: Body): Promise<number | 'reset'> {
  const body = typeof bytes === 'string' ? bytes : new Uint8Array(bytes)
  const init = { method: 'POST', body, headers: { 'content-type': type } }
  try {
    const response = await fetch(urlOf(protocol, `&sid=${sid}`), init)
    await response.arrayBuffer()
    return response.status
  } catch {
    return 'reset'
  }
}

/** Ends a session, in whatever state it is. */
const end = (protocol: Protocol, sid: string) =>
  post(protocol, sid, { bytes: protocol === 4 ? '1' : '1:1', type: 'text/plain' })

/** Packets as a body has them: in v4 parted by a character, in v3 each behind its length. */
const joined = (protocol: Protocol) =>
  fc.array(frame, { maxLength: 4 }).map((frames) => {
    const packets = frames.map((one) => (typeof one === 'string' ? one : `b${one.toString('base64')}`))
    return protocol === 4 ? packets.join('\u001e') : packets.map((text) => `${text.length}:${text}`).join('')
  })

const garbage = fc.oneof(
  nastyText,
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(
    '\u001e',
    '\u001e\u001e4',
    '4',
    '40',
    '1:4',
    '2:40',
    '99999999999:4',
    '-1:4',
    '1e9:4',
    ':',
    '0:',
    'b4AAAA',
  ),
  fc.constantFrom(Buffer.from([0, 1, 255, 52]), Buffer.from([1, 9, 9, 9, 255]), Buffer.from([0, 255]), Buffer.alloc(8)),
)

const bodyOf = (protocol: Protocol): fc.Arbitrary<Body> =>
  fc.record({
    bytes: fc.oneof<fc.Arbitrary<string | Buffer>[]>(joined(protocol), garbage),
    type: fc.constantFrom(
      'text/plain;charset=UTF-8',
      'text/plain',
      'application/octet-stream',
      'application/json',
      '*',
    ),
  })

describe.each([4, 3] as const)('Engine.IO %i', (protocol) => {
  test(
    'no body disturbs anybody else, and nothing stays of the session',
    async () => {
      const before = server.broker.links().length
      const statuses = new Set<number | 'reset'>()
      const property = fc.asyncProperty(fc.array(bodyOf(protocol), { minLength: 1, maxLength: 3 }), async (bodies) => {
        const sid = await open(protocol)
        for (const body of bodies) statuses.add(await post(protocol, sid, body))
        await bystander.isUndisturbed()
        await end(protocol, sid)
        expect(server.broker.links().length).toBe(before)
        expect(server.faults).toEqual([])
      })
      await fc.assert(property, runs(150))
      for (const status of statuses) expect([200, 400, 413, 'reset']).toContain(status)
      expect(statuses).toContain(200)
    },
    LONG_MS,
  )

  test('a body over the limit is refused, whether its length is announced or not', async () => {
    const bytes = 'x'.repeat(2 * 1_048_576 + 1)
    const sid = await open(protocol)
    expect([413, 'reset']).toContain(await post(protocol, sid, { bytes, type: 'text/plain' }))
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(bytes))
        controller.close()
      },
    })
    const second = await open(protocol)
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: chunks, duplex: 'half' }
    const answer = await fetch(urlOf(protocol, `&sid=${second}`), init).then(
      ({ status }) => status,
      () => 'reset',
    )
    expect([413, 'reset']).toContain(answer)
    await bystander.isUndisturbed()
    await end(protocol, sid)
    await end(protocol, second)
  })
})

describe('requests of the engine', () => {
  const word = fc.oneof(nastyText, fc.constantFrom('polling', 'websocket', 'webtransport', '3', '4', '1'))
  const query = fc
    .array(fc.tuple(fc.constantFrom('EIO', 'transport', 'sid', 't', 'b64', 'j', 'token', 'client', '__proto__'), word))
    .map((pairs) => pairs.map(([name, value]) => `${name}=${encodeURIComponent(Buffer.from(value).toString())}`))
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD')

  test(
    'with any query and method are no fault of the server',
    async () => {
      const sid = await open(4)
      const asked = fc.tuple(method, query, fc.boolean())
      const property = fc.asyncProperty(asked, async ([verb, pairs, inSession]) => {
        // A poll of a session waits for something to be said.
        const session = inSession && verb !== 'GET' ? [`EIO=4&transport=polling&sid=${sid}`] : []
        const url = `${server.url}/socket.io/?${[...session, ...pairs].join('&')}`
        const response = await fetch(url, { method: verb })
        const text = await response.text()
        expect([200, 204, 400, 403]).toContain(response.status)
        expect(text).not.toMatch(/\bat .+:\d+:\d+/)
        await bystander.isUndisturbed()
      })
      await fc.assert(property, runs(150))
      await end(4, sid)
    },
    LONG_MS,
  )
})
