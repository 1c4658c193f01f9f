/**
 * Composes everything: the only place where the core meets its adapters. In this order: the port listens (health says
 * `starting`), Postgres runs, the log, the broker on it, the API on the broker, the pages; then the broker takes up its
 * work, and Socket.IO lets its clients in.
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import { SharedAnswers } from './answers.ts'
import { createGate } from './auth.ts'
import { Broker } from './broker/broker.ts'
import { SystemClock } from './broker/system-clock.ts'
import type { Config } from './config.ts'
import { CostMeter } from './cost.ts'
import { createFigures } from './figures.ts'
import { createFront } from './front.ts'
import { createApiHandler } from './http/handler.ts'
import { AnswerMeter } from './http/meter.ts'
import { createIds } from './ids.ts'
import type { Logger } from './log.ts'
import { createPages } from './pages.ts'
import { EmbeddedPostgres } from './store/embedded/cluster.ts'
import { PostgresLog } from './store/postgres-log.ts'
import { openStoreReader } from './store/queries/reader.ts'
import { attachTransport, type Transport } from './transport/attach.ts'

export interface ServeOptions {
  readonly config: Config
  readonly logger: Logger
  /** The repository: where the pages were built. */
  readonly root: string
  readonly version: string
  readonly pages: 'built' | 'dev' | 'none'
}

export interface Holdline {
  readonly url: string
  readonly port: number
  /** Resolves when publishes are accepted; not while another process owns the database. */
  readonly ready: Promise<void>
  /** Resolves with the reason when another process has taken the database over: this one must end at once. */
  readonly lost: Promise<string>
  /** Refuses new work, commits what was accepted, gives back what is in flight, closes connections, stops its Postgres. */
  stop(): Promise<void>
}

/** It cannot start, and the person who started it can mend that: one line that says how. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Clients come back after this long; by then a restart is mostly done. */
const reconnectAfterMs = 1_000
/** Requests that are still being answered when everything else is closed. */
const lastAnswersMs = 2_000

/** @throws StartError, ConfigError, EmbeddedPostgresError */
export async function serve({ config, logger, root, version, pages }: ServeOptions): Promise<Holdline> {
  const origins = config
  const front = createFront(origins)
  const port = await listen(front.server, config)
  logger.debug({ event: 'listening', port }, `Listening on ${config.host}:${port}.`)

  const preparing = pages === 'none' ? Promise.resolve(null) : createPages(root, pages === 'dev')
  preparing.catch(() => undefined)
  const embedded = config.databaseUrl === null ? new EmbeddedPostgres({ dataDir: config.dataDir }) : null
  await embedded?.start()
  const url = config.databaseUrl ?? embedded?.url() ?? ''

  const clock = new SystemClock()
  const log = new PostgresLog({
    url,
    // Not the wall clock: a jump of it would make every segment old.
    now: () => clock.now(),
    ...(embedded && { revive: () => embedded.start() }),
    say: (sentence, fields) => logger.info(fields, sentence),
  })
  const { lost, onLost } = loss()
  const broker = new Broker({
    log,
    clock,
    ids: createIds(),
    options: { autoCreateQueues: config.autoCreateQueues },
    warn: (text, error) => logger.warn({ err: error }, text),
    onLost,
  })

  const gate = createGate(config.token)
  const { commitTimes } = log
  const dataDir = embedded && config.dataDir
  const costs = new CostMeter()
  const meter = new AnswerMeter((tab, cost) => costs.add(tab, { queries: 1, ...cost }))
  const reader = openStoreReader({ url, commitTimes, dataDir, answered: meter.answered })
  const now = () => clock.now()
  const shared = new SharedAnswers(now)
  const storage = createFigures(reader, commitTimes, dataDir)
  front.api = createApiHandler({ broker, reader, gate, origins, version, logger, now, shared }, meter)

  let transport: Transport | null = null
  const ready = (async () => {
    front.pages = await preparing
    await broker.start()
    // Not before: plain clients subscribe once, when they connect, and a refusal would be the last they hear.
    transport = attachTransport(front.server, { broker, gate, origins, logger, storage, costs, shared })
    front.sockets = true
  })()
  return { url: addressOf(config, port), port, ready, lost, stop }

  async function stop(): Promise<void> {
    const standsBy = broker.status === 'standby'
    transport?.closing(reconnectAfterMs)
    await broker.drain()
    const hurry = setTimeout(() => front.server.closeAllConnections(), lastAnswersMs)
    await transport?.close()
    clearTimeout(hurry)
    await front.pages?.close()
    await reader.close()
    // Another process works on it.
    if (!standsBy) await embedded?.stop()
  }
}

function loss(): { readonly lost: Promise<string>; readonly onLost: (reason: string) => void } {
  let onLost = (_reason: string): void => undefined
  const lost = new Promise<string>((resolve) => {
    onLost = resolve
  })
  return { lost, onLost }
}

/** Answers the port. @throws StartError that names what is in the way */
async function listen(server: Server, { host, port }: Config): Promise<number> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    throw refusal(error, host, port)
  }
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}

function refusal(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `PORT cannot be ${port}: another program listens on ${host}:${port}. Stop it, or set PORT to a free one.`,
    EACCES: `PORT cannot be ${port}: this user may not listen on it. Set PORT to 1024 or above.`,
    EADDRNOTAVAIL: `HOST cannot be "${host}": it is no address of this machine.`,
    ENOTFOUND: `HOST cannot be "${host}": no such name is known.`,
  }
  const reason = typeof code === 'string' ? reasons[code] : undefined
  return reason === undefined ? error : new StartError(reason, { cause: error })
}

/** What a person can open: where it listens on every address, the first name that a request may come by. */
function addressOf({ host, loopback, allowedHosts }: Config, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const own = loopback && !host.includes(':') ? 'localhost' : host
  const name = everywhere ? (allowedHosts[0] ?? host) : own
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
