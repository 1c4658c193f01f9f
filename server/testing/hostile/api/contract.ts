import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Answer, Bench } from '../../../http/testing/bench.ts'
import { busyBench, cursorOf } from '../../../http/testing/busy.ts'
import { FakeClient } from '../../../http/testing/client.ts'
import type { Opened } from '../../../http/testing/messages-contract.ts'
import { LONG_MS, runs } from '../runs.ts'
import { nastyText, nastyValue } from '../values.ts'
import { ApiDocument } from './document.ts'
import { requestsOf } from './requests.ts'

/** The status of each code, as protocol.md has them. */
const STATUS: Readonly<Record<string, readonly number[]>> = {
  E_BAD_REQUEST: [400, 415],
  E_NAME: [400],
  E_FORBIDDEN: [403],
  E_UNKNOWN_QUEUE: [404],
  E_NO_SUBSCRIPTION: [404],
  E_NOT_FOUND: [404],
  E_CONFLICT: [409],
  E_TOO_LARGE: [413],
  E_AUTH: [401],
  E_FULL: [507],
}

/** Answers of a route that has looked for what was asked. */
const ENTERED = ['entered', 'E_UNKNOWN_QUEUE', 'E_NO_SUBSCRIPTION', 'E_CONFLICT', 'E_AUTH']

const codeOf = (body: unknown): string => (body as { error: { code: string } }).error.code

/** A request's own fault, in the shape of errors, and nothing of what is inside. */
function judge({ status, body, text }: Answer): void {
  expect(text).not.toMatch(/\\n +at |node_modules|\.[jt]s:\d+/)
  if (status < 300) return
  // Of all that may pass only a full queue can come of what is asked.
  const retryable = codeOf(body) === 'E_FULL'
  expect(body).toMatchObject({ error: { code: expect.any(String), message: expect.any(String), retryable } })
  expect(STATUS[codeOf(body)] ?? [`no status for ${codeOf(body)}`]).toContain(status)
}

/** A client that consumes a queue of its own. */
async function consumer(bench: Bench, queue: string): Promise<FakeClient> {
  const client = new FakeClient(`c-${queue}`, queue, bench.clock.now(), [queue])
  bench.broker.connect(client)
  await bench.broker.subscribe(client, client, { queue, name: queue })
  return client
}

/** Three dead letters, so that their list has pages. */
async function bury(bench: Bench): Promise<void> {
  const client = await consumer(bench, 'graves')
  const messages = [1, 2, 3].map((n) => ({ event: 'created', payload: n }))
  await bench.ask('/queues/graves/messages', { body: { messages } })
  await client.arrived(3)
  for (const { seq } of client.got) bench.broker.nack(client, 'graves', 'graves', seq, 1, { dead: true })
  // A change is committed after what was asked for before it.
  await bench.ask('/queues', { body: { name: 'buried' } })
}

/** Where a request that was allowed to do so has deleted the queue, it is made again. */
async function revive(bench: Bench): Promise<void> {
  if (bench.broker.queues().some(({ name }) => name === 'orders')) return
  bench.clock.pass(60_001)
  await bench.ask('/queues', { body: { name: 'orders' } })
}

const HOSTILE_PAGES = ['https://evil.example', 'null', 'http://localhost.evil.example', 'file://', 'x']

/** What no request of a stranger may break, whatever the log and its reader are built on. `share`: of the usual runs. */
export function hostileApi(open: () => Promise<Opened>, share: number): void {
  let opened: Opened
  let bench: Bench
  let document: ApiDocument
  let bystander: FakeClient
  let published = 0

  beforeAll(async () => {
    opened = await open()
    bench = await busyBench(opened.bench)
    await bury(bench)
    const { id } = await bench.broker.deleteLetters({ queue: 'nowhere' })
    document = new ApiDocument((await bench.ask('/openapi.json')).body, [id])
    bystander = await consumer(bench, 'bystander')
  })

  afterAll(() => opened.close())

  /** Somebody else publishes, and receives what they published. */
  async function isUndisturbed(): Promise<void> {
    const { body } = await bench.ask('/queues/bystander/messages', { body: { event: 'tick' } })
    published += 1
    expect(body).toEqual({ ok: true, id: expect.any(String), seq: published })
    await bystander.arrived(published)
    expect(bystander.got.at(-1)).toMatchObject({ seq: published, attempt: 1 })
    bench.broker.ack(bystander, 'bystander', 'bystander', published, 1)
    expect(bench.lines.errors).toEqual([])
  }

  it(
    'every route answers anything asked, and is at fault for nothing',
    async () => {
      const asked = fc.constantFrom(...document.routes).chain(requestsOf)
      const property = fc.asyncProperty(asked, async ({ path, ...request }) => {
        judge(await bench.ask(path, request))
        await isUndisturbed()
        await revive(bench)
      })
      await fc.assert(property, runs(document.routes.length * 40 * share))
    },
    LONG_MS,
  )

  // Otherwise what is asked above ends at the schemas, and `THERE` of the document lacks something.
  it('enters every route', async () => {
    for (const route of document.routes) {
      const codes = new Set<string>()
      for (const { path, ...request } of fc.sample(requestsOf(route), { numRuns: 200, seed: 1 })) {
        const { status, body } = await bench.ask(path, request)
        codes.add(status < 300 ? 'entered' : codeOf(body))
        await revive(bench)
        if (ENTERED.some((code) => codes.has(code))) break
      }
      expect([route.template, ENTERED.some((code) => codes.has(code))]).toEqual([route.template, true])
    }
  })

  it(
    'a cursor that somebody made up is no cursor, or a place like any other',
    async () => {
      const lists = document.routes.filter(({ query }) => query.has('cursor'))
      expect(lists.length).toBeGreaterThan(3)
      for (const { template } of lists) {
        const path = template.replace('{queue}', 'orders')
        const cursor = cursorOf((await bench.ask(`${path}?limit=1`)).body)
        const [print, ...key] = JSON.parse(Buffer.from(cursor ?? 'bnVsbA', 'base64url').toString()) ?? ['none']
        const parts = fc.tuple(...key.map(partLike))
        const property = fc.asyncProperty(parts, async (made) => {
          const text = Buffer.from(JSON.stringify([print, ...made])).toString('base64url')
          judge(await bench.ask(`${path}?limit=1&cursor=${text}`))
          await isUndisturbed()
        })
        await fc.assert(property, runs(60 * share))
      }
    },
    LONG_MS,
  )

  it('a page of another site is refused by every route', async () => {
    for (const { method, template } of document.routes) {
      const path = template.replaceAll(/\{\w+\}/g, 'orders')
      const foreign = [...HOSTILE_PAGES.map((origin) => ({ origin })), { host: 'evil.example' }, { host: 'a b' }]
      for (const headers of [...foreign, { 'sec-fetch-site': 'cross-site' }]) {
        const answer = await bench.ask(path, { method, headers })
        expect([template, answer.status]).toEqual([template, 403])
        judge(answer)
      }
    }
    await isUndisturbed()
  })
}

/** Of the same type most of the time, so that the place is looked up. */
function partLike(part: unknown): fc.Arbitrary<unknown> {
  const edges = [0, -1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 52, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER]
  const same = typeof part === 'number' ? fc.oneof(fc.constantFrom(part, ...edges), fc.maxSafeInteger()) : nastyText
  return fc.oneof({ weight: 6, arbitrary: same }, { weight: 1, arbitrary: nastyValue })
}
