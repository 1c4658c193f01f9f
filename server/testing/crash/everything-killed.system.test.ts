import { afterEach, expect, test } from 'vitest'
import { TestServer } from '../server.ts'
import { embeddedUrl } from './embedded-url.ts'
import { Scene } from './scene.ts'

const window = 64
/** Confirmed between two crashes: enough that both are hit in the middle of commits, acknowledgements and dispatch. */
const between = 400
/** `CRASHES=50 npm run system -- everything-killed` for more. */
const crashes = Number(process.env.CRASHES ?? 5)
const patienceMs = 60_000 + 20_000 * crashes

let scene: Scene

afterEach(() => scene.dispose())

async function begin(): Promise<Scene> {
  scene = new Scene(await TestServer.start())
  scene.publisher.load(window)
  return scene
}

test(
  `kill -9 of the server and its Postgres under load, ${crashes} times in a row, breaks no promise`,
  async () => {
    const { server, ledger } = await begin()
    for (let crash = 1; crash <= crashes; crash += 1) {
      await ledger.untilConfirmed(crash * between)
      await server.killEverything()
      await server.start()
    }
    await scene.settled()
    expect(await scene.faults(await embeddedUrl(server))).toEqual([])
  },
  patienceMs,
)

test('kill -9 of the server alone: the next one takes over the Postgres that it left', async () => {
  const { server, ledger } = await begin()
  await ledger.untilConfirmed(between)
  const postgres = server.postgresPid()
  await server.kill()
  await server.start()
  expect(server.postgresPid()).toBe(postgres)
  await scene.settled()
  expect(await scene.faults(await embeddedUrl(server))).toEqual([])
})

test('SIGTERM under load: it drains, exits 0, and what it accepted is there afterwards', async () => {
  const { server, ledger, consumer } = await begin()
  const closing = new Promise((resolve) => consumer.socket.once('closing', resolve))
  await ledger.untilConfirmed(between)
  expect(await server.stop()).toBe(0)
  await closing
  expect(server.postgresPid()).toBeNull()
  await server.start()
  await scene.settled()
  expect(await scene.faults(await embeddedUrl(server))).toEqual([])
})
