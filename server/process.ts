/** The process around the server: environment, terminal, signals and exit codes. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { StorageError } from './broker/ports.ts'
import { type Config, ConfigError, parseConfig } from './config.ts'
import { type Holdline, type ServeOptions, StartError, serve } from './index.ts'
import { createLogger, type Logger } from './log.ts'
import { EmbeddedPostgresError } from './store/embedded/error.ts'

/** The repository, whether this runs from server/ or, bundled, from dist/. */
const root = path.resolve(import.meta.dirname, '..')

const version: string = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version

/**
 * Runs the server until a signal, or until it must not go on. States: starting → running → stopping → exit 0; a second
 * signal, a failed start or a lost database: exit 1.
 */
export async function runProcess(pages: ServeOptions['pages']): Promise<void> {
  const config = readConfig()
  const logger = createLogger(config.logLevel, process.stdout.isTTY === true)
  exitOnTheUnexpected(logger)
  const starting = serve({ config, logger, root, version, pages })
  const signals = stopOnSignal(starting, logger)
  try {
    const server = await starting
    void server.lost.then((reason) => {
      // Not the owner of the data any more: whatever it would still do could only be wrong.
      logger.fatal({ event: 'lost' }, `Holdline ends: ${reason}`)
      process.exit(1)
    })
    await server.ready
    announce(server, config, logger)
  } catch (error) {
    // Stopped while it stood by or was starting: that is no failure.
    if (signals.stopping) return
    // Its Postgres must not outlive a start that failed.
    await starting.then((server) => server.stop()).catch(() => undefined)
    fail(error)
  }
}

/** For a person at the start; for a log collector, or a test that waits for it, one line of the log. */
function announce({ url, port }: Holdline, { databaseUrl, dataDir }: Config, logger: Logger): void {
  const data =
    databaseUrl === null ? `${dataDir} (embedded PostgreSQL)` : `PostgreSQL at ${withoutSecrets(databaseUrl)}`
  if (!process.stdout.isTTY) logger.info({ event: 'ready', url, port, data }, `Holdline ${version} is ready on ${url}.`)
  if (!logger.isLevelEnabled('info')) return
  process.stdout.write(`
  Holdline ${version} is running.

  Address   ${url}   (dashboard, API and Socket.IO)
  Data      ${data}
  Stop      Ctrl-C

`)
}

function withoutSecrets(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl)
  return `${host}${pathname}`
}

/** Ends the process with one line where the fault is the user's to mend, else with everything that is known. */
function fail(error: unknown): never {
  const plain = [ConfigError, StartError, EmbeddedPostgresError, StorageError].some((kind) => error instanceof kind)
  console.error(plain && error instanceof Error ? `Holdline cannot start. ${error.message}` : error)
  process.exit(1)
}

function readConfig(): Config {
  try {
    return parseConfig(process.env, root)
  } catch (error) {
    return fail(error)
  }
}

function exitOnTheUnexpected(logger: Logger): void {
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'An error that nobody expected. Holdline ends; nothing that it confirmed is lost.')
    process.exit(1)
  })
}

/** One Ctrl-C arrives twice: from the terminal, and from npm, which passes on what it got itself. */
const sameSignalMs = 1_000

/** The first signal drains, also while it is still starting; a second one, or a drain that fails, ends it at once. */
function stopOnSignal(starting: Promise<Holdline>, logger: Logger): { readonly stopping: boolean } {
  const state = { stopping: false, since: 0 }
  const stop = (signal: NodeJS.Signals) => {
    if (state.stopping) {
      if (performance.now() - state.since < sameSignalMs) return
      logger.warn(`${signal} again: Holdline ends at once.`)
      process.exit(1)
    }
    state.stopping = true
    state.since = performance.now()
    logger.info(`${signal}: Holdline finishes what it accepted and stops. A second signal ends it at once.`)
    starting
      .then((server) => server.stop())
      .then(
        () => {
          logger.info('Stopped. What was confirmed is on disk.')
          process.exit(0)
        },
        (error) => {
          logger.fatal({ err: error }, 'Holdline could not stop cleanly.')
          process.exit(1)
        },
      )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return state
}
