/** Every subscription that the dashboard copies, run against a real broker. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PublishBody } from '../../../lib/api.ts'
import type { Dialect } from '../../../lib/snippets/dialects.ts'
import { codeOfSubscription, dialectsOf, type SubscriptionCode } from '../../../lib/snippets/subscribe.ts'
import { TestServer } from '../server.ts'
import { Program, runCode } from './program.ts'

const TOKEN = 'top-secret'
const env = { HOLDLINE_TOKEN: TOKEN }

let open: TestServer
let guarded: TestServer
const running: Program[] = []

beforeAll(async () => {
  open = await TestServer.start()
  guarded = await TestServer.start({ env })
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()))
})

afterAll(async () => {
  await open.dispose()
  await guarded.dispose()
})

async function call(server: TestServer, path: string, body?: PublishBody) {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${server.url}/api${path}`, { headers, ...post })
  expect(response.status, path).toBe(200)
  return response.json()
}

/** What each prints once the broker has taken the subscription. */
const TAKEN: Readonly<Record<Dialect, string>> = {
  socketio: 'ok: true',
  sdk: 'active',
  python: "'ok': True",
  nmq: 'Subscribed to paid',
  curl: '',
}

async function subscribed(dialect: Dialect, server: TestServer, subscription: SubscriptionCode): Promise<Program> {
  const token = server === guarded
  const code = codeOfSubscription(dialect, server.url, subscription, { token })
  expect(code).not.toContain(TOKEN)
  const program = new Program(dialect, code, token ? env : {})
  running.push(program)
  await program.line(TAKEN[dialect])
  return program
}

const durable = { name: 'billing', delivery: 'queued', events: ['created', 'paid'] } as const
const live = { name: null, delivery: 'realtime', events: ['paid', 'created'] } as const
const programs = (subscription: Omit<SubscriptionCode, 'queue'>) =>
  dialectsOf(subscription).filter((dialect) => dialect !== 'curl')

describe.each(programs(durable))('a durable subscription copied as %s', (dialect) => {
  it('gets its events and acknowledges them', async () => {
    const queue = `durable-${dialect}`
    const options = { ackDeadlineMs: 45_000, ordered: true, exclusive: true }
    const program = await subscribed(dialect, open, { queue, ...durable, ...options })
    await call(open, `/queues/${queue}/messages`, { event: 'other', payload: 'not-for-it' })
    // The second of a key goes out only once the first is acknowledged.
    for (const payload of ['first', 'second'])
      await call(open, `/queues/${queue}/messages`, { event: 'paid', key: 'c_1', payload })
    await program.line('first')
    await program.line('second')
    expect(program.lines.join()).not.toContain('not-for-it')
    const { items } = await call(open, `/subscriptions?queue=${queue}`)
    expect(items).toEqual([
      expect.objectContaining({ name: 'billing', events: ['created', 'paid'], floor: expect.any(Number), ...options }),
    ])
  })

  it('brings the token along where the broker wants one', async () => {
    const queue = `durable-${dialect}`
    const program = await subscribed(dialect, guarded, { queue, ...durable, events: ['*'] })
    await call(guarded, `/queues/${queue}/messages`, { event: 'paid', payload: 'for-all' })
    await program.line('for-all')
  })
})

describe.each(programs(live))('a real-time subscription copied as %s', (dialect) => {
  it('gets each of its events', async () => {
    const queue = `live-${dialect}`
    const program = await subscribed(dialect, open, { queue, ...live })
    if (dialect === 'nmq') await program.line('Subscribed to created')
    for (const event of ['paid', 'created'])
      await call(open, `/queues/${queue}/messages`, { event, payload: `${event}-now`, delivery: 'realtime' })
    await program.line('paid-now')
    await program.line('created-now')
  })
})

describe('what waits for a subscription, copied as curl', () => {
  it.each([
    ['without a token', () => open, false],
    ['with a token', () => guarded, true],
  ])('is shown and not taken, %s', async (_name, serverOf, token) => {
    const server = serverOf()
    const subscription: SubscriptionCode = { queue: 'looked-at', ...durable, events: ['paid'] }
    const program = await subscribed('python', server, subscription)
    await program.stop()
    await call(server, '/queues/looked-at/messages', { event: 'paid', payload: 'it waits' })
    const code = codeOfSubscription('curl', server.url, subscription, { token })
    const { items } = JSON.parse(await runCode('curl', code, token ? env : {}))
    expect(items).toEqual([expect.objectContaining({ event: 'paid', payload: 'it waits' })])
  })
})

describe('the languages of a subscription', () => {
  it('are those that can do it', () => {
    expect(dialectsOf(durable)).toEqual(['socketio', 'sdk', 'python', 'curl'])
    expect(dialectsOf(live)).toEqual(['socketio', 'sdk', 'python', 'nmq'])
    expect(dialectsOf({ ...live, events: ['*'] })).toEqual(['socketio', 'sdk', 'python'])
    expect(dialectsOf(live, { token: true })).toEqual(['socketio', 'sdk', 'python'])
  })
})
