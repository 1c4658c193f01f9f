/**
 * The real server as an object: a process of its own, started from the bundle in dist/ (`node scripts/build.mjs server`
 * makes it; the system tests and the stories do that first), so that a test of a crash reads as a sentence.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LogLines } from './log-lines.ts'

export interface ServerOptions {
  /** Environment of the server, as a user would set it. */
  readonly env?: Readonly<Record<string, string>>
  /** With the dashboard's pages (`npm start` has built them); without them it starts in half the time. */
  readonly pages?: boolean
}

const root = path.resolve(import.meta.dirname, '../..')

export class TestServer {
  /** Its data, unless `env.DATA_DIR` says otherwise; removed by `dispose`. */
  readonly dataDir: string
  readonly log = new LogLines()
  readonly #options: ServerOptions
  #child: ChildProcess | null = null
  /** 0 until it first listened; the same from then on, so that clients find it again. */
  #port: number

  private constructor(options: ServerOptions) {
    this.#options = options
    this.dataDir = options.env?.DATA_DIR ?? mkdtempSync(path.join(tmpdir(), 'holdline-'))
    this.#port = Number(options.env?.PORT ?? 0)
    this.log.on((line) => {
      if (line.event === 'listening' || line.event === 'ready') this.#port = Number(line.port)
    })
  }

  /** A server that is not running yet. */
  static create(options: ServerOptions = {}): TestServer {
    return new TestServer(options)
  }

  /** A server that answers. */
  static async start(options: ServerOptions = {}): Promise<TestServer> {
    const server = new TestServer(options)
    await server.start()
    return server
  }

  get port(): number {
    return this.#port
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get pid(): number {
    return this.#running().pid ?? 0
  }

  /** Starts the process and resolves when it accepts publishes. @throws with its log, when it ends before that */
  async start(): Promise<void> {
    const child = this.launch()
    const ready = this.log.next((line) => line.event === 'ready')
    const ended = once(child, 'close').then(([code, signal]) => {
      throw new Error(`The server ended (${signal ?? `code ${code}`}) before it was ready:\n${this.log}`)
    })
    // Once it is ready its end is no failure of the start any more.
    ended.catch(() => undefined)
    await Promise.race([ready, ended])
  }

  /** Starts the process without waiting for anything but its port: for one that stands by, or is to fail. */
  launch(): ChildProcess {
    if (this.#child) throw new Error('The server is running already.')
    const script = path.join(root, 'dist', this.#options.pages ? 'server.js' : 'headless.js')
    if (!existsSync(script)) throw new Error(`${script} is missing: run \`npm run build\`.`)
    const env = { LOG_LEVEL: 'debug', DATA_DIR: this.dataDir, ...this.#options.env, PORT: String(this.#port) }
    const child = spawn(process.execPath, ['--enable-source-maps', script], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.log.read(child.stdout)
    this.log.read(child.stderr)
    child.once('close', () => {
      if (this.#child === child) this.#child = null
    })
    this.#child = child
    return child
  }

  /** SIGTERM, as a service manager sends it: drains, and resolves with the exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  /** SIGKILL of the server alone; an embedded Postgres lives on. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** SIGKILL of the server and of its embedded Postgres, all at once. */
  async killEverything(): Promise<void> {
    const postgres = this.postgresPid()
    const gone = this.#end('SIGKILL')
    if (postgres !== null) killIfAlive(postgres)
    await gone
  }

  /** SIGSTOP: it does nothing until `thaw`, as on a machine that hangs. */
  freeze(): void {
    this.#running().kill('SIGSTOP')
  }

  thaw(): void {
    this.#running().kill('SIGCONT')
  }

  /** Stops it with SIGTERM and starts it again, on the same port and data. */
  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Resolves with the exit code once the process has ended by itself. */
  async ended(): Promise<number | null> {
    const child = this.#child
    if (!child) return 0
    const [code] = await once(child, 'close')
    return code
  }

  /** Ends what still runs, and removes the data that this object made. */
  async dispose(): Promise<void> {
    if (this.#child) await this.kill()
    const postgres = this.postgresPid()
    if (postgres !== null) killIfAlive(postgres)
    // The children of a killed Postgres notice within moments, and may still write.
    const patience = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }
    if (this.#options.env?.DATA_DIR === undefined) rmSync(this.dataDir, patience)
  }

  /** The embedded Postgres's main process, or `null` where there is none. */
  postgresPid(): number | null {
    const file = path.join(this.dataDir, 'postgres', 'postmaster.pid')
    if (!existsSync(file)) return null
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
    return Number.isInteger(pid) && pid > 0 ? pid : null
  }

  #running(): ChildProcess {
    if (!this.#child) throw new Error('The server is not running.')
    return this.#child
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#running()
    const closed = once(child, 'close')
    child.kill(signal)
    const [code] = await closed
    return code
  }
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was gone already: its pid file outlived it.
  }
}
