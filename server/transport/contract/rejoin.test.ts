import { afterAll, beforeAll, expect, test } from 'vitest'
import { RawLink } from '../testing/raw.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server.stop())

/** Leaves the namespace and joins it again in one write, with whatever was asked before still under way. */
async function rejoin(raw: RawLink, namespace: string, ...asked: string[]): Promise<void> {
  raw.send(...asked, `1${namespace},`, `0${namespace},`)
  await raw.next(`0${namespace},`)
  await raw.next(`2${namespace},["hello"`)
}

test('a subscribe that its socket left behind takes nothing from the socket that came after', async () => {
  const open = server.log.hold()
  const raw = new RawLink(server.url)
  await raw.join('/left')
  await rejoin(raw, '/left', '2/left,1["subscribe",{"name":"billing"}]')
  raw.send('2/left,2["subscribe",{"name":"billing"}]', '2/left,3["nothing"]')
  // Answered at once, so both subscribes wait for the commit now.
  await raw.next('3/left,3')
  open()
  expect(await raw.next('3/left,2')).toContain('"ok":true')
  raw.send('2/left,4["publish",{"event":"created"}]')
  expect(await raw.next('2/left,')).toContain('["message",{')
  expect(server.broker.subscription('left', 'billing').consumers).toHaveLength(1)
  raw.close()
})

test('a subscribe that was left behind comes to nothing by itself', async () => {
  const open = server.log.hold()
  const raw = new RawLink(server.url)
  await raw.join('/alone')
  await rejoin(raw, '/alone', '2/alone,1["subscribe",{"name":"billing"}]')
  open()
  raw.send('2/alone,2["publish",{"event":"created"}]')
  expect(await raw.next('3/alone,2')).toContain('"seq":1')
  expect(server.broker.subscription('alone', 'billing')).toMatchObject({ state: 'nobody', pending: 1, consumers: [] })
  raw.close()
})

test('an answer that is late for one socket never answers the next one of its namespace', async () => {
  const open = server.log.hold()
  const raw = new RawLink(server.url)
  await raw.join('/late')
  await rejoin(raw, '/late', '2/late,0["publish",{"event":"created"}]')
  open()
  raw.send('2/late,1["publish",{"event":"created"}]')
  expect(await raw.next('3/late,')).toMatch(/^3\/late,1\[/)
  raw.close()
})
