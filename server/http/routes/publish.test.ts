import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'

const path = '/queues/orders/messages'
const refused = (code: string, field?: string) => ({ error: { code, ...(field === undefined ? {} : { field }) } })

describe('publishing one', () => {
  it('answers the acknowledgement of the wire, once it is committed', async () => {
    const bench = await Bench.start()
    const open = bench.log.hold()
    const asking = bench.ask(path, {
      body: { event: 'created', id: 'a', payload: { n: 1 }, key: 'k', headers: { h: 'v' } },
    })
    expect(bench.log.queues.size).toBe(0)
    open()
    const answer = await asking
    expect([answer.status, answer.body]).toEqual([200, { ok: true, id: 'a', seq: 1 }])
    expect((await bench.ask(`${path}/1`)).body).toMatchObject({
      ...{ id: 'a', seq: 1, queue: 'orders', event: 'created', payload: { n: 1 }, key: 'k', headers: { h: 'v' } },
      ...{ delivery: 'queued', subscription: null, attempt: 0, state: {}, deliveries: [] },
      publishedAt: '2026-03-01T12:00:00.000Z',
    })
  })

  it('says how many got it in real time', async () => {
    const bench = await Bench.start()
    await bench.publish()
    await bench.listener('ui-1')
    const answer = await bench.ask(path, { body: { event: 'created', delivery: 'realtime' } })
    expect(answer.body).toMatchObject({ ok: true, seq: null, recipients: 1 })
  })

  it('stores an id once, from the body or as Idempotency-Key', async () => {
    const bench = await Bench.start()
    const first = await bench.ask(path, { body: { event: 'created' }, headers: { 'idempotency-key': 'once' } })
    const again = await bench.ask(path, { body: { event: 'created', id: 'once' } })
    const both = { body: { event: 'created', id: 'once' }, headers: { 'idempotency-key': 'once' } }
    expect(first.body).toEqual({ ok: true, id: 'once', seq: 1 })
    expect(again.body).toEqual({ ok: true, id: 'once', seq: 1, duplicate: true })
    expect((await bench.ask(path, both)).body).toMatchObject({ duplicate: true })
  })

  it('refuses a key that differs from the id, or comes with a batch', async () => {
    const bench = await Bench.start()
    const headers = { 'idempotency-key': 'one' }
    const differs = await bench.ask(path, { body: { event: 'created', id: 'two' }, headers })
    expect([differs.status, differs.body]).toMatchObject([400, refused('E_BAD_REQUEST', 'id')])
    const batch = await bench.ask(path, { body: { messages: [{ event: 'created' }] }, headers })
    expect([batch.status, batch.body]).toMatchObject([400, refused('E_BAD_REQUEST')])
    expect(bench.log.queues.size).toBe(0)
  })

  it.each<[unknown, number, string, string?]>([
    [{}, 400, 'E_BAD_REQUEST', 'event'],
    [{ event: null }, 400, 'E_BAD_REQUEST', 'event'],
    [{ event: 7 }, 400, 'E_BAD_REQUEST', 'event'],
    [{ event: '_x' }, 400, 'E_NAME', 'event'],
    [{ event: 'a b' }, 400, 'E_NAME', 'event'],
    [{ event: 'a', queue: 'other' }, 400, 'E_BAD_REQUEST', 'queue'],
    [{ event: 'a', colour: 'red' }, 400, 'E_BAD_REQUEST', 'colour'],
    ['{"event":"a","__proto__":{"id":"x"}}', 400, 'E_BAD_REQUEST', '__proto__'],
    [{ event: 'a', delivery: 'pigeon' }, 400, 'E_BAD_REQUEST', 'delivery'],
    [{ event: 'a', id: 'x'.repeat(129) }, 413, 'E_TOO_LARGE', 'id'],
    [{ event: 'a', id: '' }, 400, 'E_BAD_REQUEST', 'id'],
    [{ event: 'a', id: 'a\u0000' }, 400, 'E_BAD_REQUEST', 'id'],
    [{ event: 'a', key: '\ud800' }, 400, 'E_BAD_REQUEST', 'key'],
    [{ event: 'a', headers: { a: 1 } }, 400, 'E_BAD_REQUEST', 'headers'],
    [{ event: 'a', payload: 'x'.repeat(262_144) }, 413, 'E_TOO_LARGE', 'payload'],
    [`{"event":"a","payload":${'['.repeat(129)}${']'.repeat(129)}}`, 400, 'E_BAD_REQUEST', 'payload'],
    [`{"event":"a","payload":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400, 'E_BAD_REQUEST', 'payload'],
    ['[{"event":"a"}]', 400, 'E_BAD_REQUEST'],
    ['"a"', 400, 'E_BAD_REQUEST'],
    ['null', 400, 'E_BAD_REQUEST'],
  ])('refuses %.80j', async (body, status, code, field) => {
    const bench = await Bench.start()
    const answer = await bench.ask(path, { body })
    expect([answer.status, answer.body]).toMatchObject([status, refused(code, field)])
    expect(bench.log.queues.size).toBe(0)
  })

  it('keeps every payload as JSON has it', async () => {
    const bench = await Bench.start()
    const texts = [
      'null',
      '0',
      '"\\u0000\\ud800"',
      '{"__proto__":{"a":1},"constructor":2}',
      '[[[]]]',
      '9007199254740993',
      '"é"',
    ]
    for (const text of texts) {
      const { body } = await bench.ask(path, { body: `{"event":"a","id":${JSON.stringify(text)},"payload":${text}}` })
      const stored = await bench.ask(`${path}/by-id/${encodeURIComponent(text)}`)
      expect([body, stored.text]).toEqual([
        expect.objectContaining({ ok: true }),
        expect.stringContaining(JSON.stringify(JSON.parse(text))),
      ])
    }
  })

  it('refuses bytes that are not UTF-8 and does not mend them in silence', async () => {
    const bench = await Bench.start()
    const answer = await bench.ask(path, { body: new Uint8Array(Buffer.from('7b226576656e74223a22ff227d', 'hex')) })
    expect([answer.status, answer.body]).toMatchObject([400, refused('E_BAD_REQUEST')])
  })

  it('needs a queue that may be made', async () => {
    const bench = await Bench.start({ autoCreateQueues: false })
    const answer = await bench.ask(path, { body: { event: 'created' } })
    expect([answer.status, answer.body]).toMatchObject([404, refused('E_UNKNOWN_QUEUE')])
    const bad = await bench.ask('/queues/_dashboard/messages', { body: { event: 'created' } })
    expect([bad.status, bad.body]).toMatchObject([400, refused('E_NAME', 'queue')])
  })
})

describe('a full queue', () => {
  const payload = 'x'.repeat(600)

  it('answers 507, also to delayed messages, and real time goes on', async () => {
    const bench = await Bench.start()
    await bench.ask('/queues', { body: { name: 'orders', settings: { maxBytes: 1_024 } } })
    await bench.publish({ payload })
    for (const more of [{}, { delayMs: 60_000 }]) {
      const answer = await bench.ask(path, { body: { event: 'created', payload, ...more } })
      expect([answer.status, answer.body]).toMatchObject([507, { error: { code: 'E_FULL', retryable: true } }])
      expect(answer.text).toContain('orders')
    }
    const messages = [
      { event: 'created', payload },
      { event: 'created', payload, delivery: 'realtime' },
    ]
    expect((await bench.ask(path, { body: { messages } })).body).toMatchObject({
      results: [
        { ok: false, error: { code: 'E_FULL' } },
        { ok: true, recipients: 0 },
      ],
    })
    await bench.ask('/queues/orders/purge', { body: { confirm: 'orders' } })
    expect(await bench.publish({ payload })).toBe(2)
  })
})

describe('publishing a batch', () => {
  it('answers each in order, and each stands alone', async () => {
    const bench = await Bench.start()
    const messages = [
      { event: 'a', id: 'x' },
      { event: 'a', colour: 1 },
      7,
      { event: 'b', delivery: 'realtime' },
      { event: 'a', id: 'x' },
    ]
    const answer = await bench.ask(path, { body: { messages } })
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        ok: true,
        results: [
          { ok: true, id: 'x', seq: 1 },
          { ok: false, error: { code: 'E_BAD_REQUEST', field: 'colour' } },
          { ok: false, error: { code: 'E_BAD_REQUEST' } },
          { ok: true, seq: null, recipients: 0 },
          { ok: true, id: 'x', seq: 1, duplicate: true },
        ],
      },
    ])
  })

  const large = { event: 'a', payload: 'x'.repeat(250_000) }

  it.each<[string, unknown, number, string, string]>([
    ['501 messages', { messages: Array(501).fill({ event: 'a' }) }, 413, 'E_TOO_LARGE', 'messages'],
    ['more than 1 MiB', { messages: Array(5).fill(large) }, 413, 'E_TOO_LARGE', 'messages'],
    ['no array', { messages: { event: 'a' } }, 400, 'E_BAD_REQUEST', 'messages'],
    ['other fields', { messages: [], event: 'a' }, 400, 'E_BAD_REQUEST', 'event'],
  ])('is refused whole, and nothing of it is stored: %s', async (_what, body, status, code, field) => {
    const bench = await Bench.start()
    const answer = await bench.ask(path, { body })
    expect([answer.status, answer.body]).toMatchObject([status, refused(code, field)])
    expect(bench.log.queues.size).toBe(0)
  })
})
