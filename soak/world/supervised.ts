import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { LogLine } from '../../server/testing/log-lines.ts'
import { TestServer } from '../../server/testing/server.ts'
import { within } from './within.ts'

const againMs = 200
const stopPatienceMs = 90_000
const lastLines = 12

/**
 * A server as a service manager runs it: started again a moment after it ended, for whatever reason.
 * down → starting → ready (it owns the database and lets clients in) → down. With two of them one may stand by: starting.
 */
export class Supervised {
  readonly name: string
  readonly #server: TestServer
  readonly #failed: (text: string) => void
  /** Processes so far. */
  launches = 0
  ready = false
  /** Why it ended by itself, where it had a good reason. */
  readonly gaveUp: string[] = []
  #running = false
  #asked = false
  #frozen = false
  /** This process has written a line. */
  #spoke = false
  #wanted = true
  readonly #readied = new Set<() => void>()

  private constructor(name: string, server: TestServer, failed: (text: string) => void) {
    this.name = name
    this.#server = server
    this.#failed = failed
    server.log.on((line) => this.#read(line))
  }

  /** Starts it, and keeps it. @param failed told of an end that has no good reason */
  static async start(name: string, env: Record<string, string>, failed: (text: string) => void): Promise<Supervised> {
    const port = String(await freePort())
    const server = TestServer.create({ env: { LOG_LEVEL: 'info', ...env, PORT: port } })
    const one = new Supervised(name, server, failed)
    one.#launch()
    return one
  }

  get url(): string {
    return this.#server.url
  }

  /** A process that does something: neither gone nor frozen. */
  get runs(): boolean {
    return this.#running && !this.#frozen
  }

  /** Resolves when it lets clients in; at once where it does. */
  untilReady(): Promise<void> {
    return this.ready ? Promise.resolve() : new Promise((resolve) => this.#readied.add(resolve))
  }

  async kill(): Promise<void> {
    if (!this.#running) return
    this.#asked = true
    await this.#server.kill()
  }

  /** SIGTERM. Resolves when it has ended; @throws Error when it does not. */
  async stop(): Promise<void> {
    if (!this.#running) return
    this.#asked = true
    const code = await within(stopPatienceMs, this.#server.stop(), `${this.name} did not end on SIGTERM`)
    // Before its first words a process has no handler yet, and SIGTERM ends it as it ends any other.
    if (code !== 0 && this.#spoke) this.#failed(`${this.name} ended with code ${code} after SIGTERM:\n${this.#tail()}`)
  }

  freeze(): void {
    this.#server.freeze()
    this.#frozen = true
  }

  thaw(): void {
    if (!this.#frozen) return
    this.#frozen = false
    if (this.#running) this.#server.thaw()
  }

  /** Ends it for good. */
  async dispose(): Promise<void> {
    this.#wanted = false
    this.thaw()
    await this.kill()
    await this.#server.dispose()
  }

  #launch(): void {
    if (!this.#wanted) return
    this.#asked = false
    this.#spoke = false
    this.#running = true
    this.launches += 1
    this.#server.launch().once('close', (code: number | null) => this.#ended(code))
  }

  #ended(code: number | null): void {
    this.#running = false
    this.#frozen = false
    this.ready = false
    // Code 0: a Ctrl-C in the terminal is for the servers as well.
    const unasked = !this.#asked && code !== 0
    const why = unasked ? this.#saidWhy() : null
    if (why !== null) this.gaveUp.push(why)
    else if (unasked) this.#failed(`${this.name} ended by itself (code ${code}):\n${this.#tail()}`)
    setTimeout(() => this.#launch(), againMs)
  }

  #read(line: LogLine): void {
    this.#spoke = true
    if (line.event !== 'ready') return
    this.ready = true
    for (const resolve of this.#readied) resolve()
    this.#readied.clear()
  }

  /** Another process owns the database now, or the database was away for too long: it has to end. */
  #saidWhy(): string | null {
    const last = this.#server.log.all.slice(-lastLines)
    const why = last.findLast(({ event, msg }) => event === 'lost' || String(msg).startsWith('Holdline cannot start.'))
    return why === undefined ? null : String(why.msg)
  }

  #tail(): string {
    const lines = this.#server.log.all.slice(-lastLines)
    return lines.map((line) => `    ${JSON.stringify(line)}`).join('\n')
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
