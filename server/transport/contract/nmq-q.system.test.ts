/** The unmodified @nmq/q 1.0.5 from npm, in processes of its own, as its users have it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Clients, next } from '../testing/clients.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let children: ChildProcess[]

beforeEach(async () => {
  server = await startServer()
  children = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await server.stop()
})

/** A process that runs a few lines with `Q`. `line` resolves with the next of its lines that has the text. */
function run(script: string) {
  const source = `const Q = require('@nmq/q/client')\n${script}`
  const child = spawn(process.execPath, ['-e', source], {
    env: { ...process.env, Q_SERVER: server.url },
    stdio: 'pipe',
  })
  children.push(child)
  const lines: string[] = []
  const waiting: { text: string; resolve: (line: string) => void }[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const at = waiting.findIndex(({ text }) => line.includes(text))
    if (at < 0) lines.push(line)
    else waiting.splice(at, 1)[0]?.resolve(line)
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const line = (text: string) => {
    const at = lines.findIndex((known) => known.includes(text))
    const known = at < 0 ? undefined : lines.splice(at, 1)[0]
    return known === undefined
      ? new Promise<string>((resolve) => waiting.push({ text, resolve }))
      : Promise.resolve(known)
  }
  return { line, exit }
}

const subscriber = (event: string) =>
  run(`new Q('database').subscribe('${event}', (...args) => console.log('GOT', JSON.stringify(args)))`)

test('subscribe and publish work between processes, and the publisher ends by itself', async () => {
  const listener = subscriber('delete')
  expect(await listener.line('Subscribed')).toBe('Subscribed to delete in database')
  const publisher = run(`Q.publish('database', 'delete', { table: 'users', id: 7 })`)
  expect(await listener.line('GOT')).toBe('GOT [{"table":"users","id":7}]')
  expect(await publisher.exit).toBe(0)
})

test('each subscriber gets its own events, and what it published waits for plain clients', async () => {
  const [added, deleted, both] = [subscriber('add'), subscriber('delete'), subscriber('add')]
  await Promise.all([added, deleted, both].map(({ line }) => line('Subscribed')))
  await run(`Q.publish('database', 'add', 'one')`).exit
  await run(`Q.publish('database', 'delete', 'two')`).exit
  expect(await Promise.all([added, deleted, both].map(({ line }) => line('GOT')))).toEqual([
    'GOT ["one"]',
    'GOT ["two"]',
    'GOT ["one"]',
  ])
  const clients = new Clients(server.url)
  const socket = await clients.connect('/database')
  const message = next(socket, 'message')
  await socket.emitWithAck('subscribe', { name: 'audit', from: 'start' })
  expect(await message).toMatchObject({ event: 'add', payload: 'one', delivery: 'queued' })
  clients.close()
})

test('plain clients reach its subscribers', async () => {
  const listener = subscriber('add')
  await listener.line('Subscribed')
  const clients = new Clients(server.url)
  const socket = await clients.connect('/')
  const answer = await socket.emitWithAck('publish', {
    queue: 'database',
    event: 'add',
    payload: 3,
    delivery: 'realtime',
  })
  expect(answer).toMatchObject({ recipients: 1 })
  expect(await listener.line('GOT')).toBe('GOT [3]')
  clients.close()
})
