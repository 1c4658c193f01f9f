import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer({ origins: { allowedOrigins: ['https://app.example.com'] } })
})

afterAll(() => server.stop())

interface Answer {
  readonly status: number
  readonly body: string
  readonly allowed: string | undefined
}

/** A first polling request, with headers that a browser would not let a page write. */
function poll(headers: Record<string, string>, query = '', method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const path = `/socket.io/?EIO=4&transport=polling${query}`
    const sent = request({ host: '127.0.0.1', port: server.port, path, headers, method }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      const allowed = response.headers['access-control-allow-origin']
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, allowed }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** How a WebSocket fares: `open`, or the status of the refusal. */
function upgrade(headers: Record<string, string>, query = ''): Promise<number | 'open'> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket${query}`, {
    headers,
  })
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => {})
  })
}

const host = () => `127.0.0.1:${server.port}`

describe('a page of another site', () => {
  test.each([
    ['by its origin', { origin: 'https://evil.example' }],
    ['without one, by what the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['from a sandbox', { origin: 'null' }],
    ['under a name that was pointed here', { host: 'evil.example' }],
  ])('is refused %s, polling and WebSocket', async (_, headers) => {
    const answer = await poll({ host: host(), ...headers })
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'E_FORBIDDEN', retryable: false } })
    expect(answer.allowed).toBeUndefined()
    expect(await upgrade({ host: host(), ...headers })).toBe(403)
  })

  test('cannot ask by JSONP, which sends no origin', async () => {
    expect((await poll({ host: host() }, '&j=0')).status).toBe(403)
    expect(await upgrade({ host: host() }, '&j=0')).toBe(403)
  })

  test('gets no leave from a preflight', async () => {
    const answer = await poll({ host: host(), origin: 'https://evil.example' }, '', 'OPTIONS')
    expect(answer.allowed).toBeUndefined()
  })
})

test.each(['PUT', 'DELETE', 'PATCH', 'HEAD'])('%s is no method of polling, also in a session', async (method) => {
  const opened = await poll({ host: host() })
  const sid = /"sid":"([^"]+)"/.exec(opened.body)?.[1]
  expect((await poll({ host: host() }, `&sid=${sid}`, method)).status).toBe(400)
})

describe('whoever may ask', () => {
  test.each([
    ['a program', {}],
    ['a page of this server', { origin: 'http://127.0.0.1:0' }],
    ['a page of this machine', { origin: 'http://localhost:5173' }],
    ['an allowed page', { origin: 'https://app.example.com' }],
  ])('%s gets through, polling and WebSocket', async (_, headers) => {
    expect((await poll({ host: host(), ...headers })).status).toBe(200)
    expect(await upgrade({ host: host(), ...headers })).toBe('open')
  })

  test('an allowed page may read the answer', async () => {
    const origin = 'https://app.example.com'
    expect((await poll({ host: host(), origin })).allowed).toBe(origin)
    expect((await poll({ host: host(), origin }, '', 'OPTIONS')).allowed).toBe(origin)
  })
})

test('while the broker closes, new connections are refused and told to come back', async () => {
  const other = await startServer()
  other.transport.closing(500)
  const response = await fetch(`${other.url}/socket.io/?EIO=4&transport=polling`)
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ error: { code: 'E_CLOSING', retryable: true } })
  await other.stop()
})
