import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createGate } from '../auth.ts'
import { createApiHandler } from './handler.ts'
import { AnswerMeter, type RequestCost } from './meter.ts'
import { Bench } from './testing/bench.ts'

let server: Server
let socket: Socket
let bench: Bench
let counted: { tab: string; cost: RequestCost }[]
let meter: AnswerMeter
/** Goes on by one at each look, so that what is counted is known. */
let now: number

beforeEach(async () => {
  bench = await Bench.start()
  await bench.publish()
  counted = []
  now = 0
  meter = new AnswerMeter(
    (tab, cost) => counted.push({ tab, cost }),
    () => now,
  )
  const { broker, memory, lines } = bench
  const origins = { allowedHosts: ['localhost'], allowedOrigins: [], loopback: true }
  const deps = { broker, reader: memory, gate: createGate(null), origins, version: '1', logger: lines, now: () => 0 }
  server = createServer(createApiHandler(deps, meter)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1')
})

afterEach(() => {
  socket.destroy()
  server.close()
})

/** Asks on the one connection, and resolves when so many have been counted. */
async function ask(path: string, header: string, count: number): Promise<void> {
  socket.write(`GET /api${path} HTTP/1.1\r\nHost: localhost\r\n${header}\r\n`)
  await vi.waitUntil(() => counted.length === count)
}

const TAB = 'X-Holdline-Tab: tab-1\r\n'

it('counts bytes as they come to the tab, head and all, one answer after the other', async () => {
  let received = 0
  socket.on('data', (piece) => {
    received += piece.length
  })
  await ask('/queues', TAB, 1)
  await ask('/queues/nowhere', TAB, 2)
  await vi.waitUntil(() => received >= counted.reduce((sum, { cost }) => sum + cost.bytes, 0))
  expect(counted.map(({ tab }) => tab)).toEqual(['tab-1', 'tab-1'])
  expect(counted.reduce((sum, { cost }) => sum + cost.bytes, 0)).toBe(received)
})

it('counts nothing of anybody else', async () => {
  socket.write('GET /api/queues HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await once(socket, 'data')
  expect(counted).toEqual([])
})

it('counts the time of an answer that waits for nothing', async () => {
  const queues = bench.broker.queues.bind(bench.broker)
  vi.spyOn(bench.broker, 'queues').mockImplementation(() => {
    now += 7
    return queues()
  })
  await ask('/queues', TAB, 1)
  expect(counted[0]?.cost.cpuMs).toBe(7)
})

it('leaves out what it waits for the database, and what others do meanwhile', async () => {
  const read = bench.memory.messageBySeq.bind(bench.memory)
  vi.spyOn(bench.memory, 'messageBySeq').mockImplementation(async (...asked) => {
    now += 2
    await new Promise((resolve) => setImmediate(resolve))
    now += 1_000
    const found = await read(...asked)
    meter.answered()
    return found
  })
  const deliveries = bench.broker.deliveriesOfEach.bind(bench.broker)
  vi.spyOn(bench.broker, 'deliveriesOfEach').mockImplementation((...asked) => {
    now += 3
    return deliveries(...asked)
  })
  await ask('/queues/orders/messages/1', TAB, 1)
  expect(counted[0]?.cost.cpuMs).toBe(5)
})
