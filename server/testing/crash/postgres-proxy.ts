/**
 * Stands between a server and its Postgres and stops a statement at an exact moment of the protocol, so that a crash
 * can be placed there without a hook in what is tested:
 * - `request`: the statement has not reached Postgres.
 * - `commit`: Postgres has executed it and holds its transaction open, because the Sync that commits it is kept back.
 * - `response`: Postgres has committed it, and the server does not know.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { type Frame, FrameReader, textsOf } from './postgres-frames.ts'

export type Moment = 'request' | 'commit' | 'response'

/** One statement that is to be stopped, and what becomes of it. */
export interface Stop {
  /** Resolves when the statement stands at its moment. */
  readonly reached: Promise<void>
  /** Lets it go on. */
  release(): void
  /** Cuts the connection that it came on. */
  cut(): void
}

interface Trap {
  readonly moment: Moment
  /** The COMMIT of its transaction is stopped, not the statement. */
  readonly atCommit: boolean
  readonly matches: (sql: string) => boolean
  caught: ProxiedConnection | null
  readonly reach: () => void
}

export class PostgresProxy {
  readonly #server: Server
  readonly #target: URL
  readonly #connections = new Set<ProxiedConnection>()
  readonly #traps: Trap[] = []

  private constructor(target: URL) {
    this.#target = target
    this.#server = createServer((socket) => this.#accept(socket))
  }

  /** In front of the database that `url` names. */
  static async start(url: string): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(new URL(url))
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  /** What the server under test takes as `DATABASE_URL`. */
  get url(): string {
    const url = new URL(this.#target)
    url.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return url.href
  }

  /** Stops the next statement whose SQL matches. */
  stopAt(moment: Moment, matches: (sql: string) => boolean): Stop {
    return this.#stop(moment, false, matches)
  }

  /** Stops the COMMIT of the next transaction that has such a statement: before Postgres has it, or after it was done. */
  stopTransaction(moment: 'request' | 'response', matches: (sql: string) => boolean): Stop {
    return this.#stop(moment, true, matches)
  }

  #stop(moment: Moment, atCommit: boolean, matches: (sql: string) => boolean): Stop {
    let reach = (): void => undefined
    const reached = new Promise<void>((resolve) => {
      reach = resolve
    })
    const trap: Trap = { moment, atCommit, matches, caught: null, reach }
    this.#traps.push(trap)
    return { reached, release: () => trap.caught?.release(), cut: () => trap.caught?.cut() }
  }

  /** Cuts every connection, as a network that breaks does; new ones are let in. */
  cutAll(): void {
    for (const connection of [...this.#connections]) connection.cut()
  }

  async close(): Promise<void> {
    this.cutAll()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #accept(socket: Socket): void {
    const postgres = connect(Number(this.#target.port || 5432), this.#target.hostname)
    const connection = new ProxiedConnection(socket, postgres, (sql) => this.#trapFor(sql))
    this.#connections.add(connection)
    socket.once('close', () => this.#connections.delete(connection))
  }

  #trapFor(sql: string): Trap | undefined {
    const index = this.#traps.findIndex((trap) => trap.matches(sql))
    return index < 0 ? undefined : this.#traps.splice(index, 1)[0]
  }
}

/** One connection. States: passing → (a trap matched) armed → held → passing, or cut at any time. */
class ProxiedConnection {
  readonly #client: Socket
  readonly #postgres: Socket
  readonly #trapFor: (sql: string) => Trap | undefined
  /** SQL of each prepared statement; the unnamed one is ''. */
  readonly #statements = new Map<string, string>()
  #trap: Trap | null = null
  /** Waits for the COMMIT of the transaction that is open now. */
  #ending: Trap | null = null
  #heldUp: Buffer[] | null = null
  #heldDown: Buffer[] | null = null

  constructor(client: Socket, postgres: Socket, trapFor: (sql: string) => Trap | undefined) {
    this.#client = client
    this.#postgres = postgres
    this.#trapFor = trapFor
    const up = new FrameReader(true, (frame) => this.#fromClient(frame))
    const down = new FrameReader(false, (frame) => this.#fromPostgres(frame))
    client.on('data', (chunk) => up.push(chunk))
    postgres.on('data', (chunk) => down.push(chunk))
    for (const socket of [client, postgres]) {
      // Without it each round trip of small messages waits 40 ms for an acknowledgement.
      socket.setNoDelay(true)
      socket.on('error', () => this.cut())
      socket.on('close', () => this.cut())
    }
  }

  release(): void {
    const up = this.#heldUp
    const down = this.#heldDown
    this.#heldUp = null
    this.#heldDown = null
    for (const bytes of up ?? []) this.#postgres.write(bytes)
    for (const bytes of down ?? []) this.#client.write(bytes)
  }

  cut(): void {
    this.#client.destroy()
    this.#postgres.destroy()
  }

  #fromClient(frame: Frame): void {
    this.#note(frame)
    const trap = this.#trap
    if (trap?.moment === 'request' || (trap?.moment === 'commit' && frame.type === 'S')) this.#hold(trap, 'up')
    if (trap?.moment === 'response' && (frame.type === 'S' || frame.type === 'Q')) this.#heldDown ??= []
    if (this.#heldUp) this.#heldUp.push(frame.bytes)
    else this.#postgres.write(frame.bytes)
  }

  #fromPostgres(frame: Frame): void {
    if (this.#heldDown === null) {
      this.#client.write(frame.bytes)
      return
    }
    this.#heldDown.push(frame.bytes)
    // ReadyForQuery comes after the commit is on disk.
    if (frame.type === 'Z' && this.#trap) this.#hold(this.#trap, 'down')
  }

  /** Learns what a Parse prepared, and whether a Bind, or the COMMIT after it, is what somebody waits for. */
  #note({ type, bytes }: Frame): void {
    if (type === 'P') {
      const [name = '', sql = ''] = textsOf(bytes, 2)
      this.#statements.set(name, sql)
    }
    if (type === 'Q' && this.#ending !== null && /^commit/i.test(textsOf(bytes, 1)[0] ?? '')) {
      this.#trap = this.#ending
      this.#ending = null
    }
    if (type !== 'B' || this.#trap || this.#ending) return
    const [, name = ''] = textsOf(bytes, 2)
    const trap = this.#trapFor(this.#statements.get(name) ?? '') ?? null
    if (trap?.atCommit) this.#ending = trap
    else this.#trap = trap
  }

  #hold(trap: Trap, side: 'up' | 'down'): void {
    if (side === 'up') this.#heldUp ??= []
    this.#trap = null
    trap.caught = this
    trap.reach()
  }
}
