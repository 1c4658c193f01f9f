import type { Socket } from 'socket.io-client'
import { expect } from 'vitest'
import { PostgresProxy } from '../../crash/postgres-proxy.ts'
import { Scene } from '../../crash/scene.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { TestServer } from '../../server.ts'
import { api, Peers } from '../peer.ts'
import { WallClock } from '../wall-clock.ts'

interface Job {
  readonly state: string
  readonly done: number
  readonly total: number
  readonly endedAt: string | null
}

/**
 * A server on a database behind a proxy, with clients, a clock that can be set, and somebody who publishes and consumes
 * on a queue of its own all the while.
 */
export class Stage {
  readonly database: TestDatabase
  readonly proxy: PostgresProxy
  readonly clock: WallClock
  readonly peers: Peers
  readonly bystander: Scene
  readonly #successor: TestServer | undefined

  private constructor(
    database: TestDatabase,
    proxy: PostgresProxy,
    clock: WallClock,
    server: TestServer,
    successor?: TestServer,
  ) {
    this.database = database
    this.proxy = proxy
    this.clock = clock
    this.peers = new Peers(server)
    this.bystander = new Scene(server, successor)
    this.#successor = successor
  }

  /** Everything is under way. `standby`: a second server, which takes over. */
  static async open({ standby = false } = {}): Promise<Stage> {
    const database = await createDatabase()
    const proxy = await PostgresProxy.start(database.url)
    const clock = new WallClock()
    const server = await TestServer.start({ env: { DATABASE_URL: proxy.url, ...clock.env } })
    const successor = standby ? await standingBy(database.url) : undefined
    const stage = new Stage(database, proxy, clock, server, successor)
    stage.bystander.publisher.load(2)
    await stage.bystander.ledger.untilDeliveries(10)
    return stage
  }

  get server(): TestServer {
    return this.bystander.server
  }

  /** The one that takes over, once the other is gone. */
  get successor(): TestServer {
    if (this.#successor === undefined) throw new Error('Nobody stands by.')
    return this.#successor
  }

  api(path: string, body?: object, method?: string): Promise<unknown> {
    return api(this.server, path, body, method)
  }

  /** kill -9. The clients of the peers end with it. */
  async kill(): Promise<void> {
    this.peers.leave()
    const { publisher, consumer } = this.bystander
    await Promise.all([publisher.socket, consumer.socket].map(connected))
    await this.bystander.kill()
  }

  /** kill -9, and at once another process on the same database. */
  async crash(): Promise<void> {
    await this.kill()
    await this.server.start()
  }

  /** Nobody else noticed anything. */
  async isUndisturbed(): Promise<void> {
    await this.bystander.settled()
    expect(await this.bystander.faults(this.database.url)).toEqual([])
  }

  /** Resolves when the job has ended: each look is a new request. */
  async ended(jobId: string): Promise<Job> {
    for (;;) {
      const job = (await this.api(`/jobs/${jobId}`)) as Job
      if (job.state !== 'running') return job
    }
  }

  async count(what: string): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`)
    return row?.n ?? 0
  }

  async close(): Promise<void> {
    this.peers.leave()
    await this.bystander.dispose()
    await this.#successor?.dispose()
    await this.proxy.close()
    this.clock.dispose()
    await this.database.drop()
  }
}

const connected = (socket: Socket) =>
  new Promise<void>((resolve) => {
    if (socket.connected) resolve()
    else socket.once('connect', () => resolve())
  })

async function standingBy(url: string): Promise<TestServer> {
  const server = TestServer.create({ env: { DATABASE_URL: url } })
  const standing = server.log.next((line) => String(line.msg).includes('stands by'))
  server.launch()
  await standing
  return server
}
