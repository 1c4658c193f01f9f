import type { SoakOptions } from '../options.ts'
import { Random } from '../random.ts'
import { type Database, embeddedDatabase, givenDatabase, sharedDatabase } from './database.ts'
import { Figures } from './figures.ts'
import { Supervised } from './supervised.ts'
import { within } from './within.ts'

const readyPatienceMs = 120_000

/** What all rounds share: the servers, their database, chance, and what was counted. */
export class World {
  readonly options: SoakOptions
  readonly database: Database
  readonly servers: readonly Supervised[]
  readonly figures: Figures
  readonly random: Random
  readonly #eras = new Map<string, number>()

  private constructor(options: SoakOptions, database: Database, servers: readonly Supervised[], figures: Figures) {
    this.options = options
    this.database = database
    this.servers = servers
    this.figures = figures
    this.random = new Random(options.seed)
  }

  /** Starts the servers, and resolves when one of them is ready. */
  static async start(options: SoakOptions): Promise<World> {
    const figures = new Figures()
    const database = await openDatabase(options)
    const servers: Supervised[] = []
    for (const name of options.standby ? ['server A', 'server B'] : ['server']) {
      servers.push(await Supervised.start(name, { ...database.env }, (text) => figures.breach(text)))
    }
    const world = new World(options, database, servers, figures)
    await world.untilReady()
    return world
  }

  /** All addresses, for clients that know every one. */
  get urls(): string[] {
    return this.servers.map(({ url }) => url)
  }

  /** @throws Error where none of the servers listens */
  serverAt(port: number): Supervised {
    const server = this.servers.find(({ url }) => new URL(url).port === String(port))
    if (!server) throw new Error(`No server listens on port ${port}.`)
    return server
  }

  /** Any server that lets clients in; `null` while there is none. */
  get owner(): Supervised | null {
    return this.servers.find((server) => server.ready && server.runs) ?? null
  }

  /** @throws Error when none is ready for too long, however often it is started */
  async untilReady(): Promise<void> {
    await within(
      readyPatienceMs,
      Promise.race(this.servers.map((server) => server.untilReady())),
      'No server got ready',
    )
  }

  /**
   * A number for the process that a client has just been let in by. Only who owns the database lets clients in, so a
   * higher number owned it later.
   */
  eraOf(server: Supervised): number {
    const process = `${server.name} ${server.launches}`
    const era = this.#eras.get(process) ?? this.#eras.size + 1
    this.#eras.set(process, era)
    return era
  }

  async dispose(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.dispose()))
    await this.database.dispose()
  }
}

function openDatabase({ databaseUrl, standby }: SoakOptions): Promise<Database> | Database {
  if (databaseUrl !== null) return givenDatabase(databaseUrl)
  return standby ? sharedDatabase() : embeddedDatabase()
}
