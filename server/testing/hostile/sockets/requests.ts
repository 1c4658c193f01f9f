/** Each request of the wire: valid examples of it, and every fault of an input by the rules of its fields. */
import fc from 'fast-check'
import { nastyValue, nearly } from '../values.ts'
import {
  events,
  type Fault,
  faultsOf,
  flag,
  headers,
  isObject,
  name,
  one,
  payload,
  type Rule,
  text,
  whole,
} from './rules.ts'

const MONTH_MS = 30 * 24 * 3_600_000

export interface Request {
  readonly event: string
  /** Valid ones, and some that are valid but for a few fields. */
  readonly inputs: fc.Arbitrary<unknown>
  /** What is wrong with it; nothing: it must not be refused for what it is. */
  faults(input: unknown, queue: string): readonly Fault[]
  /** What may still be refused: it depends on who asks when. */
  readonly mayFind: readonly string[]
}

const BAD = 'E_BAD_REQUEST'
const has = (input: Readonly<Record<string, unknown>>, field: string): boolean => (input[field] ?? null) !== null

const messageRules: Readonly<Record<string, Rule>> = {
  queue: name,
  event: name,
  payload,
  delivery: one('queued', 'realtime'),
  id: text(128, 1),
  key: text(128),
  delayMs: whole(0, MONTH_MS),
  ttlMs: whole(1, MONTH_MS),
  headers,
}

/** Of one message, published inside a queue's namespace. */
function messageFaults(input: unknown, queue: string): Fault[] {
  const faults = faultsOf(input, messageRules, ['event'])
  if (!isObject(input)) return faults
  if (has(input, 'queue') && input.queue !== queue) faults.push({ code: BAD, field: 'queue' })
  // Real time cannot wait.
  if (input.delivery === 'realtime' && has(input, 'delayMs')) faults.push({ code: BAD, field: 'delayMs' })
  return faults
}

const message = nearly(
  fc.record(
    {
      event: fc.constantFrom('created', 'constructor', 'toString'),
      payload: nastyValue,
      delivery: fc.constantFrom('queued', 'realtime'),
      key: fc.constantFrom('constructor', '__proto__', 'k'),
      ttlMs: fc.constant(60_000),
      headers: fc.constantFrom({ a: 'b' }, JSON.parse('{"__proto__":"p","constructor":"c"}')),
    },
    { requiredKeys: ['event'] },
  ),
  Object.keys(messageRules),
)

export const publish: Request = {
  event: 'publish',
  inputs: fc.oneof(
    { weight: 3, arbitrary: message },
    { weight: 1, arbitrary: nastyValue.filter((it) => !Array.isArray(it)) },
  ),
  faults: messageFaults,
  mayFind: [],
}

/** The list as a whole is refused for its size alone; each entry is judged like one message. */
const publishList: Request = {
  event: 'publish',
  inputs: fc.array(fc.oneof(message, nastyValue), { maxLength: 5 }),
  faults: () => [],
  mayFind: [],
}

const subscribeRules: Readonly<Record<string, Rule>> = {
  events,
  delivery: one('queued', 'realtime'),
  name,
  from: (value) => (isPlace(value) ? null : BAD),
  credit: whole(1, 1_000),
  ackDeadlineMs: whole(1_000, 12 * 3_600_000),
  exclusive: flag,
  ordered: flag,
  batch: flag,
  update: flag,
}
const QUEUED_ONLY = Object.keys(subscribeRules).filter((field) => field !== 'events' && field !== 'delivery')

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

function isPlace(value: unknown): boolean {
  if (typeof value !== 'string') return whole(0)(value) === null
  if (value === 'new' || value === 'start') return true
  // A day that its month does not have becomes another one.
  const day = value.slice(0, 10)
  const exists = TIME.test(value) && !Number.isNaN(Date.parse(value))
  return exists && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

function subscribeFaults(input: unknown): Fault[] {
  if (input === undefined || input === null) return []
  // The dialect of @nmq/q: the event alone.
  if (typeof input === 'string') return name(input) === null ? [] : [{ code: 'E_NAME' }]
  const faults = faultsOf(input, subscribeRules, [])
  if (!isObject(input)) return faults
  if (input.delivery === 'queued' && !has(input, 'name')) faults.push({ code: BAD, field: 'name' })
  if (input.delivery !== 'queued' && (input.delivery === 'realtime' || !has(input, 'name'))) {
    for (const field of QUEUED_ONLY) if (has(input, field)) faults.push({ code: BAD, field })
  }
  return faults
}

const subscribe: Request = {
  event: 'subscribe',
  inputs: fc.oneof(
    {
      weight: 3,
      arbitrary: nearly(
        fc.record(
          {
            name: fc.constantFrom('billing', 'constructor', 'toString'),
            events: fc.constantFrom(['*'], ['created'], ['constructor', 'toString']),
            from: fc.constantFrom<unknown>('new', 'start', 5, '2026-03-01T12:00:00Z', '2026-03-01T12:00:00.5+01:00'),
            credit: fc.constant(10),
            batch: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
        Object.keys(subscribeRules),
      ),
    },
    { weight: 1, arbitrary: nastyValue },
  ),
  faults: subscribeFaults,
  mayFind: ['E_CONFLICT'],
}

function unsubscribeFaults(input: unknown): Fault[] {
  if (input === undefined || input === null) return []
  const faults = faultsOf(input, { events, name, drain: flag, forever: flag }, [])
  if (!isObject(input)) return faults
  const { drain, forever } = input
  if (!has(input, 'name')) {
    if (drain === true) faults.push({ code: BAD, field: 'drain' })
    if (forever === true) faults.push({ code: BAD, field: 'forever' })
    return faults
  }
  if (has(input, 'events')) faults.push({ code: BAD, field: 'events' })
  if (drain === true && forever === true) faults.push({ code: BAD, field: 'forever' })
  return faults
}

const unsubscribe: Request = {
  event: 'unsubscribe',
  inputs: fc.oneof(
    {
      weight: 3,
      arbitrary: nearly(
        fc.record({ name: fc.constantFrom('billing', 'constructor'), drain: fc.boolean() }, { requiredKeys: [] }),
        ['events', 'name', 'drain', 'forever'],
      ),
    },
    { weight: 1, arbitrary: nastyValue },
  ),
  faults: unsubscribeFaults,
  mayFind: ['E_NO_SUBSCRIPTION'],
}

const isSeq = (value: unknown): boolean => whole(0)(value) === null
const isRange = (range: unknown): boolean =>
  Array.isArray(range) && range.length === 2 && range.every(isSeq) && range[0] <= range[1]

const nackRules = { seq: whole(0), attempt: whole(1), delayMs: whole(0, MONTH_MS), reason: text(1_024), dead: flag }

/** Of a list whose entries are all of one kind. */
const list =
  (fits: (entry: unknown) => boolean): Rule =>
  (value) => {
    if (!Array.isArray(value)) return BAD
    if (value.length > 1_000) return 'E_TOO_LARGE'
    return value.every(fits) ? null : BAD
  }

const settleRules: Readonly<Record<string, Rule>> = {
  name,
  acked: list(isRange),
  nacked: list(() => true),
  extend: list(isSeq),
}

function settleFaults(input: unknown): Fault[] {
  const faults = faultsOf(input, settleRules, ['name'])
  if (!isObject(input) || !Array.isArray(input.nacked)) return faults
  for (const [at, nack] of input.nacked.entries()) {
    for (const { code, field } of faultsOf(nack, nackRules, ['seq'])) {
      faults.push({ code, field: ['nacked', at, ...(field === undefined ? [] : [field])].join('.') })
    }
  }
  return faults
}

const settle: Request = {
  event: 'settle',
  inputs: fc.oneof(
    {
      weight: 3,
      arbitrary: nearly(
        fc.record(
          {
            name: fc.constantFrom('billing', 'constructor'),
            acked: fc.constantFrom<unknown>([], [[1, 5]], [[0, Number.MAX_SAFE_INTEGER]], [[5, 1]]),
            nacked: fc.array(
              nearly(fc.constant({ seq: 1, attempt: 1, delayMs: 5 }), ['seq', 'attempt', 'delayMs', 'reason', 'dead']),
              { maxLength: 3 },
            ),
            extend: fc.constantFrom([], [1, 2]),
          },
          { requiredKeys: ['name'] },
        ),
        Object.keys(settleRules),
      ),
    },
    { weight: 1, arbitrary: nastyValue },
  ),
  faults: settleFaults,
  mayFind: ['E_NO_SUBSCRIPTION'],
}

export const REQUESTS = { publish, publishList, subscribe, unsubscribe, settle }
