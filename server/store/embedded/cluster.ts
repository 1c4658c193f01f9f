import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type FileHandle, open, readFile, stat, truncate } from 'node:fs/promises'
import { createServer } from 'node:net'
import { type Account, launchAs, ownerOf, serviceAccount } from './account.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { type DataDir, dataDir, exists, giveHome, prepareHome, readPassword } from './data-dir.ts'
import { EmbeddedPostgresError } from './error.ts'
import { databaseUser, initialiseOnce, lastLine } from './initdb.ts'
import { clearRemains, isAlive, type Postmaster, runningOn, untilGone, untilReady } from './postmaster.ts'
import { environment, type Settings, settingsArgs } from './settings.ts'

/** Recovery after a kill replays at most 2 GB of log. */
const startPatienceMs = 120_000
const stopPatienceMs = 60_000
const attempts = 5
const logLimitBytes = 16 * 1024 * 1024

export interface EmbeddedOptions {
  /** `DATA_DIR`, absolute. */
  readonly dataDir: string
  /** For tests. */
  readonly settings?: Settings
}

/**
 * A Postgres of the server's own, in `DATA_DIR`, private to the user who started it.
 *
 * stopped ──start──▶ running ──stop──▶ stopped. It runs in a session of its own, so that Ctrl-C reaches the server and
 * not Postgres, which is still needed to write the last acknowledgements. A server that is killed leaves it running: the
 * next start takes it over as it is.
 */
export class EmbeddedPostgres {
  private readonly dir: DataDir
  private readonly settings: Settings
  private binaries: Binaries | null = null
  private account: Account | null = null
  private password = ''
  private postmaster: Postmaster | null = null

  constructor(options: EmbeddedOptions) {
    this.dir = dataDir(options.dataDir)
    this.settings = options.settings ?? {}
  }

  /**
   * Sets the cluster up on first use and runs it; takes over one that already runs on this directory.
   * Calling it again makes sure that it still runs, on the same port.
   * @throws EmbeddedPostgresError with one line that says what to do.
   */
  async start(): Promise<void> {
    await this.prepare()
    const running = await runningOn(this.dir.cluster)
    this.postmaster = running ? await this.takeOver(running) : await this.launch()
  }

  /**
   * Finds the one that a server runs on this directory, for its address; starts and makes nothing.
   * @throws EmbeddedPostgresError where none runs.
   */
  async find(): Promise<void> {
    const running = await runningOn(this.dir.cluster)
    if (running === null) {
      throw new EmbeddedPostgresError(`No embedded Postgres runs in ${this.dir.home}: is DATA_DIR the server's?`)
    }
    this.password = await readPassword(this.dir)
    this.postmaster = running
  }

  /** Connection string of a database in it. */
  url(database = 'postgres'): string {
    if (this.postmaster === null) throw new EmbeddedPostgresError('The embedded Postgres has not been started.')
    return `postgresql://${databaseUser}:${this.password}@127.0.0.1:${this.postmaster.port}/${database}`
  }

  /** The process, for whoever has to watch or end it. */
  get pid(): number | null {
    return this.postmaster?.pid ?? null
  }

  /** Stops it cleanly: connections are closed, everything is on disk. Safe to call twice. */
  async stop(): Promise<void> {
    const { postmaster } = this
    this.postmaster = null
    if (postmaster === null || !isAlive(postmaster.pid)) return
    process.kill(postmaster.pid, 'SIGINT')
    if (await untilGone(this.dir.cluster, postmaster.pid, stopPatienceMs)) return
    throw new EmbeddedPostgresError(
      `Postgres (process ${postmaster.pid}) did not stop within ${stopPatienceMs / 1000} s.`,
    )
  }

  private async prepare(): Promise<void> {
    this.binaries ??= await findBinaries()
    await prepareHome(this.dir)
    if (this.account === null) {
      const made = await exists(this.dir.cluster)
      this.account = made ? await ownerOf(this.dir.cluster) : await serviceAccount()
    }
    await giveHome(this.dir, this.account)
    this.password = await readPassword(this.dir)
    await initialiseOnce(this.binaries, this.dir, this.account, this.password)
  }

  private async takeOver(running: Postmaster): Promise<Postmaster> {
    const ready = await untilReady(this.dir.cluster, running.pid, startPatienceMs)
    return ready ?? this.launch()
  }

  private async launch(): Promise<Postmaster> {
    for (let attempt = 1; ; attempt += 1) {
      // Each time: a child of a killed Postgres may outlive a first look, and holds its memory for as long.
      await clearRemains(this.dir.cluster)
      const started = await this.tryLaunch()
      if (started) return started
      // Another server may have been faster on the same directory, or somebody took the port that was free just now.
      const other = await runningOn(this.dir.cluster)
      const ready = other && (await untilReady(this.dir.cluster, other.pid, startPatienceMs))
      if (ready) return ready
      if (attempt === attempts) throw await this.failure()
    }
  }

  private async tryLaunch(): Promise<Postmaster | null> {
    const port = (await isFree(this.postmaster?.port ?? 0)) ?? (await isFree(0)) ?? 0
    const log = await this.openLog()
    try {
      const pid = await this.spawnPostgres(port, log)
      return await untilReady(this.dir.cluster, pid, startPatienceMs)
    } finally {
      await log.close()
    }
  }

  private async openLog(): Promise<FileHandle> {
    const size = await stat(this.dir.log).then(
      (found) => found.size,
      () => 0,
    )
    if (size > logLimitBytes) await truncate(this.dir.log)
    return open(this.dir.log, 'a', 0o600)
  }

  private async spawnPostgres(port: number, log: FileHandle): Promise<number> {
    const args = ['-D', this.dir.cluster, ...settingsArgs(port, this.settings)]
    const { postgres } = this.binaries ?? (await findBinaries())
    const launch = await launchAs(this.account, postgres, args, this.dir.home)
    const child = spawn(launch.command, launch.args, {
      ...(launch.account ?? {}),
      detached: true,
      cwd: '/',
      env: environment,
      stdio: ['ignore', log.fd, log.fd],
    })
    await once(child, 'spawn')
    child.unref()
    if (child.pid === undefined) throw await this.failure()
    return child.pid
  }

  private async failure(): Promise<EmbeddedPostgresError> {
    const log = await readFile(this.dir.log, 'utf8').catch(() => '')
    return new EmbeddedPostgresError(`Postgres did not start: ${lastLine(log)} (${this.dir.log})`)
  }
}

/** The port if nobody listens on it (0: any free one), else `null`. */
async function isFree(port: number): Promise<number | null> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' && address ? address.port : null
  } catch {
    return null
  } finally {
    server.close()
  }
}
