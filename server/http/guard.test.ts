import { describe, expect, it } from 'vitest'
import { StorageError } from '../broker/ports.ts'
import { QueryTimeoutError } from '../store/queries/types.ts'
import { Bench } from './testing/bench.ts'

const refused = (code: string, more: object = {}) => ({ error: { code, ...more } })

describe('the token', () => {
  it('is needed for everything but health and the door', async () => {
    const bench = await Bench.start({ token: 's3cret' })
    expect((await bench.ask('/health')).body).toMatchObject({ status: 'ok', token: true })
    for (const path of ['/queues', '/openapi.json', '/nothing', '/health/x', '/session']) {
      const answer = await bench.ask(path)
      expect([path, answer.status]).toEqual([path, 401])
      expect(answer.body).toMatchObject(refused('E_AUTH', { retryable: false }))
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
    const known = { headers: { authorization: 'Bearer s3cret' } }
    expect((await bench.ask('/queues', known)).status).toBe(200)
    expect((await bench.ask('/queues', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
  })

  it('is traded for a cookie once, and the cookie ends on request', async () => {
    const bench = await Bench.start({ token: 's3cret' })
    const wrong = await bench.ask('/session', { body: { token: 'guess' } })
    expect(wrong.status).toBe(401)
    expect(wrong.headers.get('set-cookie')).toBeNull()
    const right = await bench.ask('/session', { body: { token: 's3cret' } })
    const cookie = right.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/)
    expect((await bench.ask('/queues', { headers: { cookie: cookie.split(';')[0] ?? '' } })).status).toBe(200)
    const secure = { body: { token: 's3cret' }, headers: { 'x-forwarded-proto': 'https' } }
    expect((await bench.ask('/session', secure)).headers.get('set-cookie')).toMatch(/; Secure$/)
    expect((await bench.ask('/session', { method: 'DELETE' })).headers.get('set-cookie')).toContain('Max-Age=0')
  })
})

describe('other sites', () => {
  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['no origin of anyone', { origin: 'null' }],
    ['a foreign host', { host: 'evil.example' }],
    ['another site without an origin', { 'sec-fetch-site': 'cross-site' }],
  ])('are kept out, of health too: %s', async (_what, headers) => {
    const bench = await Bench.start()
    for (const path of ['/health', '/queues', '/openapi.json']) {
      const answer = await bench.ask(path, { headers })
      expect([path, answer.status]).toEqual([path, 403])
      expect(answer.body).toMatchObject(refused('E_FORBIDDEN'))
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('may read answers where they are allowed', async () => {
    const bench = await Bench.start()
    const origin = 'https://app.example.com'
    const answer = await bench.ask('/queues', { headers: { origin } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin])
    const preflight = { origin, 'access-control-request-method': 'POST' }
    expect((await bench.ask('/queues', { method: 'OPTIONS', headers: preflight })).status).toBe(204)
  })
})

describe('bodies', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', ''])(
    'are JSON, not %j',
    async (type) => {
      const bench = await Bench.start()
      for (const path of ['/queues', '/queues/orders/messages', '/queues/orders/pause']) {
        const answer = await bench.ask(path, { body: '{"event":"created"}', headers: { 'content-type': type } })
        expect([path, answer.status]).toEqual([path, 415])
        expect(answer.body).toMatchObject(refused('E_BAD_REQUEST'))
      }
      expect(bench.broker.queues()).toEqual([])
    },
  )

  it('have a size', async () => {
    const bench = await Bench.start()
    const length = (bytes: number) => ({ 'content-length': String(bytes) })
    const publish = { body: { event: 'created' }, headers: length(2_097_153) }
    expect((await bench.ask('/queues/orders/messages', publish)).status).toBe(413)
    const create = { body: { name: 'orders' }, headers: length(65_537) }
    const answer = await bench.ask('/queues', create)
    expect([answer.status, answer.body]).toMatchObject([413, refused('E_TOO_LARGE')])
  })

  it.each(['{', '', 'nul', '{"name":"a"} x', '\u0000'])('that are not JSON are named so: %j', async (body) => {
    const bench = await Bench.start()
    for (const path of ['/queues', '/queues/orders/messages']) {
      const answer = await bench.ask(path, { body })
      expect([path, answer.status, answer.body]).toMatchObject([path, 400, refused('E_BAD_REQUEST')])
    }
  })
})

describe('what is not there', () => {
  it.each([
    '/',
    '/nothing',
    '/job',
    '/queues/orders/purge',
    '/dead-letters/redrive',
    '/queues/orders/scheduled',
    '/queues/orders/',
  ])('is %s', async (path) => {
    const answer = await (await Bench.start()).ask(path)
    expect([answer.status, answer.body]).toMatchObject([404, refused('E_NOT_FOUND', { retryable: false })])
  })

  it('includes methods', async () => {
    const bench = await Bench.start()
    for (const method of ['PUT', 'DELETE', 'POST']) expect((await bench.ask('/rates', { method })).status).toBe(404)
  })
})

describe('a broker that cannot answer', () => {
  it('says so in health and everywhere else while it starts', async () => {
    const bench = await Bench.start({ start: false })
    const health = await bench.ask('/health')
    expect([health.status, health.body]).toMatchObject([503, { status: 'starting' }])
    const answer = await bench.ask('/queues')
    expect([answer.status, answer.body]).toMatchObject([
      503,
      refused('E_BUSY', { retryable: true, retryAfterMs: 1_000 }),
    ])
    expect(answer.headers.get('retry-after')).toBe('1')
  })

  it('refuses to change anything while it closes, and can still be looked at', async () => {
    const bench = await Bench.start()
    await bench.publish()
    await bench.broker.drain()
    expect((await bench.ask('/health')).status).toBe(503)
    expect((await bench.ask('/queues/orders')).status).toBe(200)
    const publish = await bench.ask('/queues/orders/messages', { body: { event: 'created' } })
    expect([publish.status, publish.body]).toMatchObject([503, refused('E_CLOSING')])
    expect((await bench.ask('/queues/orders/pause', { method: 'POST' })).body).toMatchObject(refused('E_CLOSING'))
  })

  it.each([
    ['a search that took too long', new QueryTimeoutError('statement timeout'), 503, 'E_STORAGE', /Narrow it/, 0],
    ['a fault of the storage', new StorageError('host db-7 is gone', true), 503, 'E_STORAGE', /Postgres/, 1],
    ['an unknown fault', new Error('password=hunter2'), 500, 'E_BUSY', /log says more/, 1],
  ])('tells the operator, not the stranger: %s', async (_what, fault, status, code, message, logged) => {
    const bench = await Bench.start()
    await bench.publish()
    bench.memory.fault = fault
    for (const path of ['/queues/orders/messages', '/queues/orders/messages/1']) {
      const answer = await bench.ask(path)
      expect([answer.status, answer.body]).toMatchObject([status, refused(code, { retryable: true })])
      expect(answer.text).toMatch(message)
      expect(answer.text).not.toMatch(/hunter2|db-7|statement/)
    }
    expect(bench.lines.errors).toHaveLength(2 * logged)
  })
})

it('is never kept by a cache', async () => {
  const bench = await Bench.start()
  for (const path of ['/queues', '/nothing'])
    expect((await bench.ask(path)).headers.get('cache-control')).toBe('no-store')
})
