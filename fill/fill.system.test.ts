import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../server/testing/postgres.ts'
import { TestServer } from '../server/testing/server.ts'

const root = path.resolve(import.meta.dirname, '..')

/** The command, under way: its lines, and its end. */
function fill(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['scripts/fill.mjs', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const listeners = new Set<(line: string) => void>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      for (const listener of listeners) listener(line)
    })
  }
  const ended = once(child, 'close').then(([code]) => ({ code, text: lines.join('\n') }))
  const says = (text: string) =>
    new Promise<void>((resolve) => {
      listeners.add((line) => line.includes(text) && resolve())
    })
  return { child, ended, says }
}

describe('a filled log', () => {
  let database: TestDatabase
  let server: TestServer

  beforeAll(async () => {
    database = await createDatabase()
    const args = ['--messages', '20000', '--queues', '20', '--subscriptions', '30', '--letters', '100']
    const { code, text } = await fill(args, { DATABASE_URL: database.url }).ended
    expect([code, text]).toEqual([0, expect.stringContaining('20000 messages, 20 queues')])
    server = await TestServer.start({ env: { DATABASE_URL: database.url } })
  })

  afterAll(async () => {
    await server.dispose()
    await database.drop()
  })

  const ask = async (where: string) => (await fetch(`${server.url}/api${where}`)).json()

  it('has what was asked for, counted as the broker counts', async () => {
    const { items } = await ask('/queues?limit=200')
    expect(items).toHaveLength(20)
    const orders = await ask('/queues/orders')
    expect(orders).toMatchObject({ firstSeq: 1, lastSeq: 19_810, dead: 100, inFlight: 0, retrying: 0 })
    const [stored] = await database.query<{ sum: string }>('SELECT sum(bytes) FROM message WHERE queue_id = 1')
    expect(orders.storedBytes).toBe(Number(stored?.sum))
    expect((await ask('/dead-letters/reasons')).items).toHaveLength(8)
    const { items: messages } = await ask('/queues/orders/messages?limit=1')
    expect(messages).toMatchObject([{ seq: 19_810, payload: { order: 19_810, customer: { id: 'c_19810' } } }])
    expect((await ask('/queues/orders/messages?payload=order:7')).items).toMatchObject([{ seq: 7 }])
  })

  it('is as a vacuum leaves it, so that what is counted is not looked up', async () => {
    const [letters] = await database.query(
      "SELECT relpages > 0 AND relallvisible = relpages AS visible FROM pg_class WHERE relname = 'dead_letter'",
    )
    expect(letters).toEqual({ visible: true })
  })

  it('has subscriptions that wait for what they have not read', async () => {
    const { items } = await ask('/subscriptions?limit=200')
    expect(items).toHaveLength(30)
    const waits = await database.query<{ name: string; waits: string }>(
      `SELECT s.name, (SELECT count(*) FROM message m WHERE m.queue_id = s.queue_id AND m.seq > t.upto
                       AND (s.events = '{*}' OR m.event = ANY (s.events))) AS waits
       FROM subscription s JOIN subscription_state t ON t.subscription_id = s.id`,
    )
    const expected = Object.fromEntries(waits.map(({ name, waits }) => [name, Number(waits)]))
    const pending = Object.fromEntries(
      items.map(({ name, pending }: { name: string; pending: number }) => [name, pending]),
    )
    expect(pending).toEqual(expected)
    expect(Object.values(expected).some((count) => count > 0)).toBe(true)
  })

  it('is read on where a subscription stopped, and written on at its end', async () => {
    const [worker] = await database.query<{ queue: string; upto: string }>(
      "SELECT queue.name AS queue, upto FROM subscription JOIN subscription_state ON subscription_id = subscription.id JOIN queue ON queue.id = queue_id WHERE subscription.name = 'worker-9'",
    )
    const queue = worker?.queue
    const socket = io(`${server.url}/${queue}`, { transports: ['websocket'] })
    const seqs: number[] = []
    const all = new Promise<void>((resolve) => {
      socket.on('message', (message, ack) => {
        seqs.push(message.seq)
        ack()
        if (message.event === 'new') resolve()
      })
    })
    await socket.emitWithAck('subscribe', { name: 'worker-9' })
    const { ok, seq } = await socket.emitWithAck('publish', { queue, event: 'new', payload: null })
    await all
    socket.disconnect()
    expect([ok, Number(worker?.upto)]).toEqual([true, 0])
    expect(seqs).toEqual(Array.from({ length: seq }, (_, index) => index + 1))
  })

  it('is not filled again, nor while a broker runs', async () => {
    const env = { DATABASE_URL: database.url }
    const busy = await fill([], env).ended
    expect([busy.code, busy.text]).toEqual([1, expect.stringContaining('A broker runs on this database')])
    await server.stop()
    const full = await fill([], env).ended
    expect([full.code, full.text]).toEqual([1, expect.stringContaining('There are queues in this database')])
    await server.start()
  })

  it('takes connections that are held until they are told to end', async () => {
    const held = fill(['--connections', '120', '--url', server.url], {})
    await held.says('Ctrl-C closes them')
    expect((await ask('/connections?limit=200')).items).toHaveLength(120)
    held.child.kill('SIGTERM')
    expect((await held.ended).code).toBe(0)
  })
})

it('names an option that is not allowed', async () => {
  const { code, text } = await fill(['--queues', 'many'], {}).ended
  expect([code, text]).toEqual([1, '--queues cannot be "many": a whole number from 1 on is allowed.'])
})
