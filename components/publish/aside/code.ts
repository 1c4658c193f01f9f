import type { PublishBody } from '@/lib/api.ts'

export type Dialect = 'socketio' | 'sdk' | 'nmq' | 'curl'

export const DIALECTS: readonly { readonly value: Dialect; readonly word: string }[] = [
  { value: 'socketio', word: 'Socket.IO' },
  { value: 'sdk', word: 'Holdline SDK' },
  { value: 'nmq', word: '@nmq/q' },
  { value: 'curl', word: 'curl' },
]

/** The publish of the form as code. Words of the model stand in «…»: `CodeBlock` gives them the accent. */
export function codeOf(dialect: Dialect, origin: string, queue: string, message: PublishBody): string {
  switch (dialect) {
    case 'socketio':
      return socketIo(origin, queue, message)
    case 'sdk':
      return sdk(origin, queue, message)
    case 'nmq':
      return nmq(origin, queue, message)
    case 'curl':
      return curl(origin, queue, message)
  }
}

function socketIo(origin: string, queue: string, message: PublishBody): string {
  return `import { io } from 'socket.io-client'

const holdline = io('${origin}')
const answer = await holdline.emitWithAck('publish', ${literal({ queue, ...message }, 0)})
// ${answerOf(message)}`
}

function sdk(origin: string, queue: string, message: PublishBody): string {
  return `import { connect } from './lib/client/index.ts'

const holdline = connect('${origin}')
const confirm = await holdline.publish(${literal({ queue, ...message }, 0)})
// ${answerOf(message).replace('ok: true, ', '')}`
}

// Its own signature: queue, event, payload, and nothing else goes along.
function nmq(origin: string, queue: string, { event, payload }: PublishBody): string {
  return `process.env.Q_SERVER = '${origin}'
const Q = require('@nmq/q/client')

Q.publish('${queue}', '${event}', ${literal(payload, 0).replaceAll(/[«»]/g, '')})
// delivered at once and as the queue is set; no id, key, times or headers`
}

function curl(origin: string, queue: string, message: PublishBody): string {
  const body = JSON.stringify(message, null, 2).replaceAll("'", "'\\''")
  return `curl ${origin}/api/queues/${queue}/messages \\
  -H 'content-type: application/json' \\
  -d '${body}'`
}

function answerOf(message: PublishBody): string {
  const id = message.id === undefined ? "'019ab3c1…'" : `'${message.id}'`
  if (message.delayMs !== undefined) return `{ ok: true, id: ${id}, seq: null, dueAt: '2026-03-01T12:05:00.000Z' }`
  return message.delivery === 'realtime'
    ? `{ ok: true, id: ${id}, seq: null, recipients: 2 }`
    : `{ ok: true, id: ${id}, seq: 48231 }`
}

const WIDTH = 64

/** A value as JavaScript writes it: names without quotes, short ones on a line. The message's own fields are marked. */
function literal(value: unknown, depth: number): string {
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const list = Array.isArray(value)
  const parts = list
    ? value.map((one) => literal(one, depth + 1))
    : Object.entries(value).map(([name, one]) => `${nameOf(name, depth)}: ${literal(one, depth + 1)}`)
  const [open, close] = list ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  const line = `${open} ${parts.join(', ')} ${close}`
  if (depth > 0 && line.length < WIDTH - 2 * depth && !line.includes('\n')) return line
  const pad = '  '.repeat(depth + 1)
  return `${open}\n${parts.map((part) => `${pad}${part},`).join('\n')}\n${'  '.repeat(depth)}${close}`
}

function nameOf(name: string, depth: number): string {
  const text = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name.replaceAll("'", "\\'")}'`
  return depth === 0 ? `«${text}»` : text
}
