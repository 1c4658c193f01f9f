import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Clients } from '../../../transport/testing/clients.ts'
import { RawLink } from '../../../transport/testing/raw.ts'
import { startServer, type TestServer } from '../../../transport/testing/server.ts'
import { Bystander } from '../bystander.ts'
import { LONG_MS, runs } from '../runs.ts'
import { type Frame, frame } from './frames.ts'

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
  expect(server.faults).toEqual([])
  clients.close()
  await server.stop()
})

const QUESTION = '2/frames,4242["are you there"]'
const ANSWER = '3/frames,4242['

/** Sends frames to a link that has joined, and waits until they are dealt with: the link answers, or is closed. */
async function send(protocol: 3 | 4, frames: readonly Frame[]): Promise<'open' | 'closed'> {
  const raw = new RawLink(server.url, { protocol })
  await raw.join('/frames')
  for (const data of frames) raw.sendRaw(data)
  raw.send(QUESTION)
  const answered = raw.next(ANSWER).then(() => 'open' as const)
  const outcome = await Promise.race([answered, raw.closed.then(() => 'closed' as const)])
  raw.close()
  await raw.closed
  return outcome
}

describe.each([4, 3] as const)('Engine.IO %i', (protocol) => {
  test(
    'no frames disturb anybody else, and nothing stays of the link',
    async () => {
      const before = server.broker.links().length
      const outcomes = new Set<string>()
      const property = fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 4 }), async (frames) => {
        outcomes.add(await send(protocol, frames))
        await bystander.isUndisturbed()
        expect(server.faults).toEqual([])
        expect(server.broker.links().length).toBe(before)
      })
      await fc.assert(property, runs(300))
      // Otherwise the frames above are all of one kind.
      expect(outcomes).toEqual(new Set(['open', 'closed']))
    },
    LONG_MS,
  )
})
