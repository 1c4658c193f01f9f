import type { Delivery } from '../api.ts'
import { DEFAULT_ACK_DEADLINE_MS } from '../protocol.ts'
import { DIALECTS, type Dialect, SDK_PATH, TOKEN_VARIABLE } from './dialects.ts'
import { JAVASCRIPT, PYTHON } from './literals/languages.ts'
import { inline, literal, quoted } from './literals/literal.ts'
import { curlHead } from './publish.ts'

/** A subscription, as far as code that makes it has to say it. */
export interface SubscriptionCode {
  readonly queue: string
  /** `null` in real time. */
  readonly name: string | null
  readonly delivery: Delivery
  /** `['*']` is all of them. */
  readonly events: readonly string[]
  readonly ackDeadlineMs?: number
  readonly exclusive?: boolean
  readonly ordered?: boolean
}

/** `token`: this broker wants one, taken from the environment. */
interface Place {
  readonly token?: boolean
}

/**
 * The languages that can do it. @nmq/q has real time alone, names each event, and brings no token along; curl can look
 * at what waits, and in real time nothing does.
 */
export function dialectsOf(
  { delivery, events }: Omit<SubscriptionCode, 'queue'>,
  { token = false }: Place = {},
): readonly Dialect[] {
  const without: Dialect[] = delivery === 'queued' ? ['nmq'] : ['curl']
  if (token || events.includes('*')) without.push('nmq')
  return DIALECTS.map(({ value }) => value).filter((dialect) => !without.includes(dialect))
}

/** A subscription as a program that runs until it is stopped. Call it with a dialect of `dialectsOf`. */
export function codeOfSubscription(
  dialect: Dialect,
  origin: string,
  subscription: SubscriptionCode,
  { token = false }: Place = {},
): string {
  switch (dialect) {
    case 'socketio':
      return socketIo(origin, subscription, token)
    case 'sdk':
      return sdk(origin, subscription, token)
    case 'python':
      return python(origin, subscription, token)
    case 'nmq':
      return nmq(origin, subscription)
    case 'curl':
      return curl(origin, subscription, token)
  }
}

function socketIo(origin: string, subscription: SubscriptionCode, token: boolean): string {
  const variable = `process.env.${TOKEN_VARIABLE}`
  const auth = `client: ${quoted(clientOf(subscription))}${token ? `, token: ${variable}` : ''}`
  const take =
    subscription.delivery === 'queued'
      ? `(message, ack) => {
  console.log(message.payload)
  ack() // or ack({ nack: true, reason: '…' }), and it comes again
})`
      : '(message) => console.log(message.payload))'
  return `import { io } from 'socket.io-client'

const queue = io(${quoted(`${origin}/${subscription.queue}`)}, { auth: { ${auth} } })
queue.on('connect', () => {
  queue.emit('subscribe', ${literal(JAVASCRIPT, wireOptions(subscription), 1)}, console.log)
})
queue.on('message', ${take}
`
}

function sdk(origin: string, subscription: SubscriptionCode, token: boolean): string {
  const variable = `process.env.${TOKEN_VARIABLE}`
  const options = `client: ${quoted(clientOf(subscription))}${token ? `, token: ${variable}` : ''}`
  const ends = subscription.delivery === 'queued' ? ' // returning acknowledges it, throwing does not' : ''
  return `import { connect } from '${SDK_PATH}'

const holdline = connect(${quoted(origin)}, { ${options} })
const subscription = await holdline.subscribe(${quoted(subscription.queue)}, ${inlineIfShort(wireOptions(subscription))}, async (message) => {
  console.log(message.payload)${ends}
})
console.log(subscription.name, subscription.state)
`
}

function python(origin: string, subscription: SubscriptionCode, token: boolean): string {
  const namespace = quoted(`/${subscription.queue}`)
  const imports = token ? 'import os\nimport socketio' : 'import socketio'
  const auth = token
    ? `{'client': ${quoted(clientOf(subscription))}, 'token': os.environ['${TOKEN_VARIABLE}']}`
    : `{'client': ${quoted(clientOf(subscription))}}`
  const ends =
    subscription.delivery === 'queued'
      ? `\n    # returning acknowledges it; {'nack': True, 'reason': '…'} does not`
      : ''
  return `${imports}

holdline = socketio.Client()

@holdline.on('connect', namespace=${namespace})
def connected():
    options = ${literal(PYTHON, wireOptions(subscription), 1)}
    holdline.emit('subscribe', options, namespace=${namespace}, callback=print)

@holdline.on('message', namespace=${namespace})
def received(message):
    print(message['payload'])${ends}

holdline.connect(${quoted(origin)}, namespaces=[${namespace}], auth=${auth}, wait_timeout=10)
holdline.wait()
`
}

// One call for each event. It has no names, so real time is all that it can have.
function nmq(origin: string, { queue, events }: SubscriptionCode): string {
  const calls = events.map((event) => `queue.subscribe(${quoted(event)}, (payload) => console.log(payload))`)
  return `process.env.Q_SERVER = ${quoted(origin)}
const Q = require('@nmq/q/client')

const queue = new Q(${quoted(queue)})
${calls.join('\n')}
`
}

function curl(origin: string, { queue, name, events }: SubscriptionCode, token: boolean): string {
  const query = new URLSearchParams({ subscription: name ?? '', state: 'pending', order: 'asc' })
  const [event] = events
  if (events.length === 1 && event !== undefined && event !== '*') query.set('event', event)
  const url = `${origin}/api/queues/${encodeURIComponent(queue)}/messages?${query}`
  return `# HTTP cannot subscribe. This looks at what waits for ${name}, oldest first, and takes nothing.
${curlHead(url, token)}
`
}

/** What `subscribe` is told: what is as by itself is left out, so that it stays true when a default changes. */
function wireOptions(subscription: SubscriptionCode): Record<string, unknown> {
  const { name, delivery, events, ackDeadlineMs, exclusive = false, ordered = false } = subscription
  return {
    ...(name !== null && { name }),
    delivery,
    ...(!events.includes('*') && { events }),
    ...(ackDeadlineMs !== undefined && ackDeadlineMs !== DEFAULT_ACK_DEADLINE_MS && { ackDeadlineMs }),
    ...(exclusive && { exclusive }),
    ...(ordered && { ordered }),
  }
}

function inlineIfShort(options: Readonly<Record<string, unknown>>): string {
  const line = inline(JAVASCRIPT, options)
  return line.length < 80 ? line : literal(JAVASCRIPT, options)
}

/** The label of one consumer among several. */
function clientOf({ name, queue }: SubscriptionCode): string {
  return `${(name ?? `${queue}-viewer`).slice(0, 100)}-1`
}
