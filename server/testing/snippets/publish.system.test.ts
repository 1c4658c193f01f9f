/** Every publish that the dashboard copies, run against a real broker. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PublishBody } from '../../../lib/api.ts'
import { DIALECTS, type Dialect } from '../../../lib/snippets/dialects.ts'
import { codeOf } from '../../../lib/snippets/publish.ts'
import { TestServer } from '../server.ts'
import { runCode } from './program.ts'

const TOKEN = 'top-secret/+&='

let open: TestServer
let guarded: TestServer

beforeAll(async () => {
  open = await TestServer.start()
  guarded = await TestServer.start({ env: { HOLDLINE_TOKEN: TOKEN } })
})

afterAll(async () => {
  await open.dispose()
  await guarded.dispose()
})

/** What languages write differently, or trip over. */
const PAYLOAD: unknown = JSON.parse(`{
  "quote's": "it's \\"so\\", \\\\ and \\n \`$HOME\` %s «marked»",
  "yes": true, "no": false, "nothing": null,
  "big": 9007199254740991, "huge": 1e300, "tiny": 5e-324, "minus": -12.5,
  "emoji": "👩‍👩‍👧 🎉", "arabic": "مرحبا", "hebrew": "שלום", "turned": "\\u202eabc", "breaks": "a\\u2028b\\u0000c",
  "__proto__": { "x": 1 }, "class": [], "1": {}, "": [[1, [2]], { "a": { "b": "${'long '.repeat(30)}" } }]
}`)

async function stored(server: TestServer, path: string) {
  const response = await fetch(`${server.url}/api/queues/orders/messages${path}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  })
  expect(response.status, path).toBe(200)
  return response.json()
}

const whole = DIALECTS.map(({ value }) => value).filter((dialect) => dialect !== 'nmq')

describe.each(whole)('a publish copied as %s', (dialect) => {
  it('stores payload, headers, key, id and expiry as they were in the form', async () => {
    const id = `${dialect} 'one' ☂`
    const headers = { 'trace-id': "a'b\\c", note: 'ünïcode « » 😀', __proto__x: '1' }
    const message: PublishBody = {
      event: 'created',
      payload: PAYLOAD,
      delivery: 'queued',
      id,
      key: `c_${dialect}`,
      ttlMs: 3_600_000,
      headers,
    }
    const printed = await runCode(dialect, codeOf(dialect, open.url, 'orders', message))
    expect(printed).toContain('seq')
    const found = await stored(open, `/by-id/${encodeURIComponent(id)}`)
    expect(found).toMatchObject({ id, event: 'created', key: `c_${dialect}`, headers })
    expect(JSON.stringify(found.payload)).toBe(JSON.stringify(PAYLOAD))
    expect(Date.parse(found.expiresAt) - Date.parse(found.publishedAt)).toBe(3_600_000)
  })

  it('schedules what has a delay', async () => {
    const message: PublishBody = {
      event: 'later',
      payload: 1,
      delivery: 'queued',
      id: `later-${dialect}`,
      delayMs: 600_000,
    }
    const printed = await runCode(dialect, codeOf(dialect, open.url, 'orders', message))
    expect(printed).toContain('dueAt')
    expect(await stored(open, `/by-id/later-${dialect}`)).toMatchObject({ event: 'later', dueAt: expect.any(String) })
  })

  it('sends in real time, and brings the token along where the broker wants one', async () => {
    const message: PublishBody = { event: 'moved', payload: { at: dialect }, delivery: 'realtime' }
    const code = codeOf(dialect, guarded.url, 'orders', message, { token: true })
    expect(code).not.toContain(TOKEN)
    expect(await runCode(dialect, code, { HOLDLINE_TOKEN: TOKEN })).toContain('recipients')
  })

  it('carries a payload that is too large for one argument of a shell', async () => {
    const id = `large-${dialect}`
    const payload = { text: "it's ".repeat(30_000) }
    await runCode(dialect, codeOf(dialect, open.url, 'orders', { event: 'large', payload, delivery: 'queued', id }))
    expect((await stored(open, `/by-id/${id}`)).payload).toEqual(payload)
  })
})

describe('a publish copied for @nmq/q', () => {
  const publish = async (server: TestServer, token: boolean) => {
    const dialect: Dialect = 'nmq'
    const code = codeOf(dialect, server.url, 'orders', { event: 'quiz', payload: PAYLOAD }, { token })
    await runCode(dialect, code, token ? { HOLDLINE_TOKEN: TOKEN } : {})
    const { items } = await stored(server, '?event=quiz&limit=1')
    expect(JSON.stringify(items[0].payload)).toBe(JSON.stringify(PAYLOAD))
  }

  it('stores the payload', () => publish(open, false))

  it('brings the token along where the broker wants one', () => publish(guarded, true))
})
