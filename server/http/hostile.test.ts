import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Bench } from './testing/bench.ts'
import { busyBench } from './testing/busy.ts'

/** Text as strangers send it: names, SQL, markup, surrogates, escapes, prototypes, numbers at their edges. */
const nasty = fc.oneof(
  fc.constantFrom('orders', 'billing', 'created', '1', '4', 'dead', 'desc', '50', '2026-03-01T12:00:00Z'),
  fc.constantFrom(
    "'; DROP TABLE message; --",
    '<script>',
    '__proto__',
    'constructor',
    '../..',
    '%',
    '%00',
    '\u0000',
    '\ud800',
  ),
  fc.constantFrom('-1', '1e309', 'NaN', '9007199254740993', '', ' ', '*', '[]', 'null', 'undefined', 'a,b,,c'),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const PARAMETERS = [
  'event',
  'state',
  'subscription',
  'id',
  'key',
  'fromSeq',
  'since',
  'until',
  'text',
  'order',
  'limit',
  'cursor',
]
const OTHERS = ['prefix', 'sort', 'queue', 'reason', 'window', 'delivery', 'reconnect', '__proto__', 'x']

// Half a surrogate pair cannot stand in a URL; the way through bytes makes it U+FFFD.
const segment = nasty.map((text) => encodeURIComponent(Buffer.from(text).toString()))
const path = fc.oneof(
  fc.constantFrom(
    '/queues',
    '/queues/orders',
    '/queues/orders/messages',
    '/subscriptions',
    '/connections',
    '/dead-letters',
  ),
  fc.constantFrom('/rates', '/queues/orders/audience', '/session', '/openapi.json', '/health'),
  fc
    .tuple(fc.constantFrom('/queues/', '/subscriptions/', '/connections/', '/'), segment)
    .map((parts) => parts.join('')),
  segment.map((name) => `/queues/orders/messages/${name}`),
  segment.map((id) => `/queues/orders/messages/by-id/${id}`),
  segment.map((name) => `/queues/orders/messages/4/deliveries/${name}`),
)
const query = fc
  .array(fc.tuple(fc.constantFrom(...PARAMETERS, ...OTHERS), segment), { maxLength: 4 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'))

const body = fc.oneof(
  fc.json({ maxDepth: 3 }),
  nasty,
  fc.dictionary(
    fc.constantFrom('name', 'settings', 'event', 'payload', 'id', 'messages', 'token', '__proto__', 'headers'),
    fc.jsonValue(),
  ),
)

const KNOWN = new Set([200, 201, 204, 400, 404, 409, 413, 415])

it('answers anything asked in its own shapes, and is at fault for nothing', async () => {
  const bench = await busyBench(await Bench.start())
  const asked = fc.record({ path, query, method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PATCH', 'PUT'), body })
  await fc.assert(
    fc.asyncProperty(asked, async ({ path, query, method, body }) => {
      const answer = await bench.ask(`${path}?${query}`, method === 'GET' ? {} : { method, body })
      expect(KNOWN).toContain(answer.status)
      if (answer.status >= 400) expect(answer.body).toMatchObject({ error: { code: expect.stringMatching(/^E_/) } })
      expect(bench.lines.errors).toEqual([])
    }),
    { numRuns: 400 },
  )
})
