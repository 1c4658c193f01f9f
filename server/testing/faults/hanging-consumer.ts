/** A consumer process for tests that kill it: `node --import tsx hanging-consumer.ts <url> <queue> <name>`. It says what it got, and never settles it. */
import { io } from 'socket.io-client'

const [, , url, queue, name] = process.argv
const socket = io(`${url}/${queue}`, { transports: ['websocket'], auth: { client: 'hanging' } })
socket.on('connect', () => socket.emit('subscribe', { name, credit: 1 }, () => process.stdout.write('subscribed\n')))
socket.on('message', (message: { id: string }) => process.stdout.write(`handling ${message.id}\n`))
