import type { PublishBody } from '../api.ts'
import { utf8Bytes } from '../protocol.ts'
import { type Dialect, SDK_PATH, TOKEN_VARIABLE } from './dialects.ts'
import { JAVASCRIPT, PYTHON, shellWord } from './literals/languages.ts'
import { inline, literal, quoted } from './literals/literal.ts'

/** A publish as a program that can be run as it stands. `token`: this broker wants one, taken from the environment. */
export function codeOf(
  dialect: Dialect,
  origin: string,
  queue: string,
  message: PublishBody,
  { token = false }: { token?: boolean } = {},
): string {
  switch (dialect) {
    case 'socketio':
      return socketIo(origin, queue, message, token)
    case 'sdk':
      return sdk(origin, queue, message, token)
    case 'python':
      return python(origin, queue, message, token)
    case 'nmq':
      return nmq(origin, queue, message, token)
    case 'curl':
      return curl(origin, queue, message, token)
  }
}

function socketIo(origin: string, queue: string, message: PublishBody, token: boolean): string {
  const auth = token ? `, { auth: { token: process.env.${TOKEN_VARIABLE} } }` : ''
  return `import { io } from 'socket.io-client'

const holdline = io(${quoted(origin)}${auth})
const answer = await holdline.timeout(10_000).emitWithAck('publish', ${literal(JAVASCRIPT, { queue, ...message })})
console.log(answer)
// ${inline(JAVASCRIPT, { ok: true, ...answerOf(message) })}
holdline.disconnect()
`
}

function sdk(origin: string, queue: string, message: PublishBody, token: boolean): string {
  const options = token ? `, { token: process.env.${TOKEN_VARIABLE} }` : ''
  return `import { connect } from '${SDK_PATH}'

const holdline = connect(${quoted(origin)}${options})
const confirm = await holdline.publish(${literal(JAVASCRIPT, { queue, ...message })})
console.log(confirm)
// ${inline(JAVASCRIPT, answerOf(message))}
await holdline.close()
`
}

function python(origin: string, queue: string, message: PublishBody, token: boolean): string {
  const imports = token ? 'import os\nimport socketio' : 'import socketio'
  const auth = token ? `auth={'token': os.environ['${TOKEN_VARIABLE}']}, ` : ''
  return `${imports}

holdline = socketio.Client()
holdline.connect(${quoted(origin)}, ${auth}wait_timeout=10)
answer = holdline.call('publish', ${literal(PYTHON, { queue, ...message })})
print(answer)
# ${inline(PYTHON, { ok: true, ...answerOf(message) })}
holdline.disconnect()
`
}

// Its own signature: queue, event, payload, and nothing else goes along.
function nmq(origin: string, queue: string, { event, payload }: PublishBody, token: boolean): string {
  const server = token
    ? `${quoted(`${origin}/?token=`)} + encodeURIComponent(process.env.${TOKEN_VARIABLE})`
    : quoted(origin)
  return `process.env.Q_SERVER = ${server}
const Q = require('@nmq/q/client')

Q.publish(${quoted(queue)}, ${quoted(event)}, ${literal(JAVASCRIPT, payload)})
// delivered at once and as the queue is set; no id, key, times or headers
`
}

/** Linux takes 128 KiB in one argument; beyond this the body comes on standard input. */
const ARGUMENT_BYTES = 100_000

function curl(origin: string, queue: string, message: PublishBody, token: boolean): string {
  const body = JSON.stringify(message, null, 2)
  const heredoc = utf8Bytes(body) > ARGUMENT_BYTES
  return `${curlHead(`${origin}/api/queues/${encodeURIComponent(queue)}/messages`, token)} \\
  -H 'content-type: application/json' \\
  ${heredoc ? `--data-binary @- <<'END'\n${body}\nEND` : `-d ${shellWord(body)}`}
`
}

/** curl's first lines: the address, and the token where one is wanted. */
export function curlHead(url: string, token: boolean): string {
  const line = `curl ${shellWord(url)}`
  return token ? `${line} \\\n  -H "authorization: Bearer $${TOKEN_VARIABLE}"` : line
}

/** What the broker answers to it, as an example. */
function answerOf({ id = '019ab3c1…', delayMs, delivery }: PublishBody): Record<string, unknown> {
  if (delayMs !== undefined) return { id, seq: null, dueAt: '2026-03-01T12:05:00.000Z' }
  return delivery === 'realtime' ? { id, seq: null, recipients: 2 } : { id, seq: 48231 }
}
