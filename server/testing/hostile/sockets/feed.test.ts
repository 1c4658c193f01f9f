import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Clients } from '../../../transport/testing/clients.ts'
import { startServer, type TestServer } from '../../../transport/testing/server.ts'
import { Bystander } from '../bystander.ts'
import { LONG_MS, runs } from '../runs.ts'
import { nastyText, nastyValue, nearly } from '../values.ts'
import { Attacker } from './attacker.ts'

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

const topic = fc.oneof(
  fc.constantFrom('totals', 'cost', 'queues', 'messages:bystander', 'queues:constructor', 'messages:', '__proto__'),
  nastyText,
)
const watch = nearly(fc.record({ topics: fc.array(topic, { maxLength: 5 }) }), ['topics'])
const tail = nearly(
  fc.record({
    queue: fc.constantFrom('bystander', 'nobody'),
    events: fc.constantFrom(['*'], ['tick'], ['constructor']),
  }),
  ['queue', 'events'],
)
const asked = fc.oneof(
  fc.tuple(fc.constant('watch'), fc.oneof(watch, nastyValue)),
  fc.tuple(fc.constant('tail'), fc.oneof(tail, nastyValue)),
  fc.tuple(fc.constantFrom('publish', 'subscribe', 'settle', 'toString'), nastyValue),
)

const REFUSED = {
  ok: false,
  error: { code: expect.stringMatching(/^E_(BAD_REQUEST|NAME|TOO_LARGE|UNKNOWN_QUEUE)$/), message: expect.any(String) },
}

test(
  "whatever a page asks the dashboard's feed is answered, and disturbs nobody",
  async () => {
    const attacker = new Attacker(clients, { version: 4, transport: 'websocket' }, '/_dashboard')
    const answers = new Set<boolean>()
    const property = fc.asyncProperty(asked, async ([event, input]) => {
      const { answer } = await attacker.send(event, [input], true)
      const [said] = (answer ?? []) as [{ ok: boolean }]
      answers.add(said.ok)
      expect(said).toMatchObject(said.ok ? { ok: true } : REFUSED)
      expect(attacker.connected).toBe(true)
      expect(server.faults).toEqual([])
      await bystander.isUndisturbed()
    })
    await fc.assert(property, runs(200))
    expect(answers.size).toBe(2)
  },
  LONG_MS,
)
