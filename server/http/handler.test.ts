import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createGate } from '../auth.ts'
import { createApiHandler } from './handler.ts'
import { Bench } from './testing/bench.ts'

let server: Server
let errors: readonly unknown[]

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function listen(): Promise<number> {
  const { broker, memory, lines } = await Bench.start()
  errors = lines.errors
  const origins = { allowedHosts: ['localhost', '127.0.0.1'], allowedOrigins: [], loopback: true }
  const deps = { broker, reader: memory, gate: createGate(null), origins, version: '1', logger: lines, now: () => 0 }
  server = createServer(createApiHandler(deps)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

interface Sent {
  readonly path: string
  readonly headers: Record<string, string>
  readonly chunks: readonly string[]
}

/** Sends a body in chunks, without its length, and answers status and text. */
async function post(port: number, { path, headers, chunks }: Sent): Promise<[number, string]> {
  const asking = request({ host: '127.0.0.1', port, path, method: 'POST', headers })
  // A server that has refused may close before it has read all.
  asking.on('error', () => {})
  for (const chunk of chunks) asking.write(chunk)
  asking.end()
  const [response] = await once(asking, 'response')
  let text = ''
  for await (const part of response) text += part
  return [response.statusCode, text]
}

const json = { 'content-type': 'application/json' }
const path = '/api/queues/orders/messages'

it('reads bodies whose length was not announced', async () => {
  const port = await listen()
  const answer = await post(port, { path, headers: json, chunks: ['{"event":"cre', 'ated","id":"a"}'] })
  expect(answer).toEqual([200, '{"ok":true,"id":"a","seq":1}'])
})

it('stops reading them where they are too large', async () => {
  const port = await listen()
  const [status, text] = await post(port, { path, headers: json, chunks: Array(3).fill('x'.repeat(1_048_576)) })
  expect([status, JSON.parse(text)]).toMatchObject([413, { error: { code: 'E_TOO_LARGE' } }])
  const small = await post(port, { path: '/api/queues', headers: json, chunks: Array(3).fill('x'.repeat(32_768)) })
  expect(small[0]).toBe(413)
})

it('needs a type for a body whose length was not announced', async () => {
  const port = await listen()
  const [status] = await post(port, { path: '/api/queues/orders/pause', headers: {}, chunks: ['{}'] })
  expect(status).toBe(415)
})

it.each([
  ['no host', 'GET /api/health HTTP/1.0\r\n\r\n', 400],
  ['a broken host', 'GET /api/health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
  ['a foreign host', 'GET /api/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 403],
])('answers in the shape of errors to %s', async (_what, text, status) => {
  const socket = connect(await listen(), '127.0.0.1')
  socket.end(text)
  let answer = ''
  for await (const part of socket) answer += part
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status}`))
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code: expect.stringMatching(/^E_/) } })
})

it.each([
  ['the queue of', 'queues'],
  ['the message of', 'queues/orders/messages'],
])('takes no note of %s a client that breaks off', async (_what, name) => {
  const port = await listen()
  const head = `POST /api/${name} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`
  const socket = connect(port, '127.0.0.1')
  const [request] = await Promise.all([
    once(server, 'request'),
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`),
  ])
  const closed = new Promise((resolve) => request[0].on('close', resolve))
  socket.destroy()
  await closed
  // Answered after what was broken off.
  expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
  expect(errors).toEqual([])
})

it('takes a request without a body, as browsers send a DELETE', async () => {
  const port = await listen()
  const url = `http://127.0.0.1:${port}/api/subscriptions/orders/nobody`
  const response = await fetch(url, { method: 'DELETE', headers: json })
  expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'E_UNKNOWN_QUEUE' } }])
})
