import { afterEach, beforeEach, expect, test } from 'vitest'
import { Scene } from '../crash/scene.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { TestServer } from '../server.ts'
import { type Peer, Peers } from './peer.ts'

let database: TestDatabase
let scene: Scene
let peers: Peers
let other: Peer
const role = 'holdline_limited'

/** The server's own role: no superuser, who has connections that nobody else can take. */
beforeEach(async () => {
  database = await createDatabase('empty')
  await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'limited'`)
  await database.query(`ALTER DATABASE ${database.name} OWNER TO ${role}`)
  const url = Object.assign(new URL(database.url), { username: role, password: 'limited' }).href
  scene = new Scene(await TestServer.start({ env: { DATABASE_URL: url } }))
  peers = new Peers(scene.server)
  other = await peers.join('other')
  await scene.publisher.publish()
  await scene.ledger.untilDeliveries(1)
})

afterEach(async () => {
  peers.leave()
  await scene.dispose()
  await database.query(`ALTER DATABASE ${database.name} OWNER TO CURRENT_USER`)
  await database.query(`REASSIGN OWNED BY ${role} TO CURRENT_USER`)
  await database.query(`DROP ROLE ${role}`)
  await database.drop()
})

const status = async () => (await fetch(`${scene.server.url}/api/health`)).status

async function goesOn(): Promise<void> {
  await scene.ledger.untilConfirmed(scene.ledger.confirmed.size + 200)
  expect(await status()).toBe(200)
  await scene.settled()
  expect(await scene.faults(database.url)).toEqual([])
}

/** Postgres answers each insert as it does when the disk is full. */
const fillDisk = `
CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER disk_full BEFORE INSERT ON message FOR EACH STATEMENT EXECUTE FUNCTION disk_full()`

test('the disk of Postgres is full: publishers hear E_STORAGE, health and log say so, and it goes on when there is room', async () => {
  const said = scene.server.log.next((line) => JSON.stringify(line).includes("The database's disk is full"))
  scene.publisher.load(64)
  await scene.ledger.untilConfirmed(200)
  await database.query(fillDisk)
  await said
  expect(await other.ask('publish', { event: 'created' })).toMatchObject({
    ok: false,
    error: { code: 'E_STORAGE', retryable: true },
  })
  expect(await status()).toBe(503)
  await database.query('DROP TRIGGER disk_full ON message')
  await goesOn()
})

test('no connection to Postgres is to be had: the broker waits, and goes on when there is one', async () => {
  scene.publisher.load(64)
  await scene.ledger.untilConfirmed(200)
  const waits = scene.server.log.next((line) => JSON.stringify(line).includes('too many connections'))
  await database.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`)
  await database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role])
  await waits
  await database.query(`ALTER ROLE ${role} CONNECTION LIMIT -1`)
  await goesOn()
})
