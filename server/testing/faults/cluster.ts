import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EmbeddedPostgres } from '../../store/embedded/cluster.ts'
import { untilGone } from '../../store/embedded/postmaster.ts'
import { adminQuery, databaseUrl } from '../postgres.ts'

const stopPatienceMs = 60_000

/** A Postgres of one test file's own, to be stopped, killed and frozen while a server works on it. */
export class Cluster {
  readonly #dataDir: string
  readonly #postgres: EmbeddedPostgres
  #frozen: number[] = []
  #databases = 0

  private constructor(dataDir: string, settings: Readonly<Record<string, string>>) {
    this.#dataDir = dataDir
    this.#postgres = new EmbeddedPostgres({ dataDir, settings })
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Cluster> {
    const cluster = new Cluster(await mkdtemp(path.join(tmpdir(), 'holdline-faults-')), settings)
    await cluster.start()
    return cluster
  }

  /** Again, after `stop` or `kill`, on the same port. */
  async start(): Promise<void> {
    await this.#postgres.start()
  }

  /** Ends every connection and stops, as for an update. */
  async stop(): Promise<void> {
    await this.#end('SIGINT')
  }

  /** Its main process dies; its others notice, and go too. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Every process of it stands still: connections are neither answered nor closed. */
  async freeze(): Promise<void> {
    const others = await adminQuery<{ pid: number }>(this.#postgres.url(), 'SELECT pid FROM pg_stat_activity')
    this.#frozen = [this.#pid, ...others.map(({ pid }) => pid)]
    for (const pid of this.#frozen) send(pid, 'SIGSTOP')
  }

  thaw(): void {
    for (const pid of this.#frozen.splice(0)) send(pid, 'SIGCONT')
  }

  /** The URL of a fresh, empty database. */
  async database(): Promise<string> {
    this.#databases += 1
    const name = `faults_${this.#databases}`
    await adminQuery(this.#postgres.url(), `CREATE DATABASE ${name}`)
    return databaseUrl(this.#postgres.url(), name)
  }

  async dispose(): Promise<void> {
    this.thaw()
    await this.#postgres.stop()
    await rm(this.#dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }

  /** Until it is gone, a start would take it for one that runs. */
  async #end(signal: NodeJS.Signals): Promise<void> {
    const pid = this.#pid
    process.kill(pid, signal)
    await untilGone(path.join(this.#dataDir, 'postgres'), pid, stopPatienceMs)
  }

  get #pid(): number {
    const { pid } = this.#postgres
    if (pid === null) throw new Error('The cluster does not run.')
    return pid
  }
}

/** A backend that served a question may be gone by now. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone.
  }
}
