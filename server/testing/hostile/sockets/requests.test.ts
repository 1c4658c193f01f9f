import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Clients } from '../../../transport/testing/clients.ts'
import { startServer, type TestServer } from '../../../transport/testing/server.ts'
import { Bystander } from '../bystander.ts'
import { LONG_MS, runs } from '../runs.ts'
import { nastyText, nastyValue } from '../values.ts'
import { Attacker, type Outcome, WAYS } from './attacker.ts'
import { publish, REQUESTS } from './requests.ts'
import type { Fault } from './rules.ts'

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
  clients.close()
  await server.stop()
})

interface Sent {
  readonly kind: keyof typeof REQUESTS
  readonly input: unknown
  /** Behind the input, where only a callback belongs. */
  readonly more: readonly unknown[]
  readonly callback: boolean
}

const of = (kind: Sent['kind']): fc.Arbitrary<Sent> =>
  fc.record({
    kind: fc.constant(kind),
    input: REQUESTS[kind].inputs,
    more: fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, fc.array(nastyValue, { maxLength: 2 })),
    callback: fc.boolean(),
  })

const anything = fc.oneof(
  { weight: 4, arbitrary: of('publish') },
  { weight: 2, arbitrary: of('publishList') },
  { weight: 3, arbitrary: of('subscribe') },
  { weight: 2, arbitrary: of('unsubscribe') },
  { weight: 3, arbitrary: of('settle') },
)

/** As it arrives: JSON has no word for `undefined`, and fewer numbers. */
const arrived = (value: unknown): unknown => JSON.parse(JSON.stringify([value]))[0]

const isRefusal = (answer: unknown): answer is { ok: false; error: { code: string; field?: string } } =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false

const REFUSED = { code: expect.stringMatching(/^E_/), message: expect.any(String), retryable: false }

/** One of the faults, by its code and field; or, where there is none, no refusal but for what was found. */
function judge(error: { code: string; field?: string } | null, faults: readonly Fault[], mayFind: readonly string[]) {
  if (faults.length === 0) {
    if (error !== null) expect(mayFind).toContain(error.code)
    return
  }
  expect(error).toMatchObject(REFUSED)
  const names = ({ field }: Fault) =>
    field === undefined || error?.field === field.slice(0, 64) || error?.field?.startsWith(`${field}.`)
  expect(faults.filter(names).map(({ code }) => code)).toContain(error?.code)
}

/** The dialect of @nmq/q is answered in words. */
const errorOf = (answer: readonly unknown[] | null): { code: string; field?: string } | null => {
  const [first] = answer ?? []
  if (typeof first === 'string') return { ...REFUSED, code: first.split(':', 1)[0] ?? '' }
  return isRefusal(first) ? first.error : null
}

/** What is found when a request is carried out, and may come after the next one is judged already. */
const FOUND = ['E_CONFLICT', 'E_NO_SUBSCRIPTION']

const refusalsOf = (outcome: Outcome) =>
  outcome.refused
    .map((refused) => (refused as { error: { code: string; field?: string } }).error)
    .filter(({ code }) => !FOUND.includes(code))

function judgeOne({ kind, input, more }: Sent, outcome: Outcome): void {
  const request = REQUESTS[kind]
  const extra = more.some((value) => value !== null)
  const faults: readonly Fault[] = extra ? [{ code: 'E_BAD_REQUEST' }] : request.faults(arrived(input), 'hostile')
  const refused = refusalsOf(outcome)
  // The dialect speaks by its callback alone.
  const silent = kind === 'subscribe' && typeof input === 'string' && !extra
  if (outcome.answer !== null) judge(errorOf(outcome.answer), faults, request.mayFind)
  else if (!silent) judge(refused[0] ?? null, faults, [])
  expect(refused.length).toBe(outcome.answer === null && !silent && faults.length > 0 ? 1 : 0)
}

/** Each entry stands alone, in its place. */
function judgeList(inputs: readonly unknown[], outcome: Outcome): void {
  const faults = inputs.map((input) => publish.faults(arrived(input), 'hostile'))
  if (outcome.answer === null) {
    const wrong = faults.filter((all) => all.length > 0)
    expect(refusalsOf(outcome).length).toBe(wrong.length)
    for (const [at, error] of refusalsOf(outcome).entries()) judge(error, wrong[at] ?? [], [])
    return
  }
  const [answer] = outcome.answer
  expect(answer).toMatchObject({ ok: true, results: { length: inputs.length } })
  for (const [at, result] of (answer as { results: unknown[] }).results.entries()) {
    judge(isRefusal(result) ? result.error : null, faults[at] ?? [], [])
  }
}

describe.each(WAYS)('%s', (_, way) => {
  test(
    'whatever is asked is answered by the rules, and disturbs nobody',
    async () => {
      const attacker = new Attacker(clients, way)
      const property = fc.asyncProperty(anything, async (sent) => {
        const { kind, input, more, callback } = sent
        const outcome = await attacker.send(REQUESTS[kind].event, [input, ...more], callback)
        if (kind === 'publishList' && Array.isArray(input) && more.every((value) => value === null))
          judgeList(input, outcome)
        else judgeOne(sent, outcome)
        expect(attacker.connected).toBe(true)
        expect(server.faults).toEqual([])
        await bystander.isUndisturbed()
      })
      await fc.assert(property, runs(250))
    },
    LONG_MS,
  )

  test(
    'what nobody knows is refused, with any arguments',
    async () => {
      const attacker = new Attacker(clients, way)
      const KNOWN = ['publish', 'subscribe', 'unsubscribe', 'settle']
      // Socket.IO keeps these for itself: its clients do not send them.
      const RESERVED = ['connect', 'connect_error', 'connecting', 'disconnect', 'disconnecting', 'newListener']
      const OF_V2 = [
        'connect_timeout',
        'error',
        'reconnect',
        'reconnect_attempt',
        'reconnect_failed',
        'reconnect_error',
      ]
      const unsent = [...KNOWN, ...RESERVED, ...OF_V2, 'removeListener', 'reconnecting', 'ping', 'pong']
      const event = nastyText.filter((text) => !unsent.includes(text))
      const property = fc.asyncProperty(
        event,
        fc.array(nastyValue, { maxLength: 3 }),
        fc.boolean(),
        async (...sent) => {
          const outcome = await attacker.send(...sent)
          const error = sent[2] ? errorOf(outcome.answer) : refusalsOf(outcome)[0]
          expect(error).toMatchObject({ ...REFUSED, code: 'E_BAD_REQUEST' })
          await bystander.isUndisturbed()
        },
      )
      await fc.assert(property, runs(60))
    },
    LONG_MS,
  )
})
