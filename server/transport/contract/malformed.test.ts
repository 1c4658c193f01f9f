import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Clients } from '../testing/clients.ts'
import { RawLink } from '../testing/raw.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let clients: Clients

beforeEach(async () => {
  server = await startServer()
  clients = new Clients(server.url)
})

afterEach(async () => {
  clients.close()
  expect(server.faults).toEqual([])
  await server.stop()
})

describe('bad input closes nothing but, at worst, its own link', () => {
  test.each([
    ['11 binary attachments', ['4511-["publish",{"_placeholder":true,"num":0}]']],
    ['an empty message', ['4']],
    ['no JSON', ['42["publish",{']],
    ['an unknown packet', ['49{}']],
    ['a reserved event', ['42["disconnecting"]']],
    ['attachments that never come, then text', ['451-["publish",{"_placeholder":true,"num":0}]', '42["publish"]']],
    ['a ping the wrong way round', ['2']],
    ['no packet of Engine.IO', ['x']],
  ])('%s', async (_, frames) => {
    const healthy = await clients.connect('/')
    const raw = new RawLink(server.url)
    await raw.join('/')
    for (const frame of frames) raw.sendRaw(frame)
    await raw.closed
    expect(await healthy.emitWithAck('publish', { queue: 'q', event: 'a' })).toMatchObject({ ok: true })
  })

  test('a frame over the limit', async () => {
    const raw = new RawLink(server.url)
    await raw.join('/')
    raw.sendRaw(`42["publish",{"payload":"${'x'.repeat(2 * 1_048_576)}"}]`)
    expect(await raw.closed).toBe(1009)
  })

  test('attachments over the limit together', async () => {
    const raw = new RawLink(server.url)
    await raw.join('/')
    raw.sendRaw('453-["publish",{"_placeholder":true,"num":0}]')
    for (let sent = 0; sent < 2; sent++) raw.sendRaw(Buffer.alloc(1_048_576))
    expect(await raw.closed).toBe(1005)
  })

  test('binary is refused like any other input', async () => {
    const raw = new RawLink(server.url)
    await raw.join('/')
    raw.sendRaw('451-7["publish",{"queue":"q","event":"a","payload":{"_placeholder":true,"num":0}}]')
    raw.sendRaw(Buffer.from('hello'))
    expect(await raw.next('37')).toContain('E_BAD_REQUEST')
    raw.close()
  })

  test('keys named __proto__ are keys', async () => {
    const raw = new RawLink(server.url)
    await raw.join('/proto')
    raw.send('2/proto,1["subscribe",{}]')
    await raw.next('3/proto,1')
    raw.send('2/proto,["publish",{"event":"a","payload":{"__proto__":{"x":1}},"headers":{"__proto__":"h"}}]')
    const message = await raw.next('2/proto,["message"')
    expect(message).toContain('"payload":{"__proto__":{"x":1}}')
    expect(message).toContain('"headers":{"__proto__":"h"}')
    raw.close()
  })
})
