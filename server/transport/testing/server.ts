import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SharedAnswers } from '../../answers.ts'
import { createGate } from '../../auth.ts'
import { Broker } from '../../broker/broker.ts'
import { MemoryLog } from '../../broker/memory-log.ts'
import { SystemClock } from '../../broker/system-clock.ts'
import { CostMeter } from '../../cost.ts'
import { createIds } from '../../ids.ts'
import type { OriginPolicy } from '../../origin.ts'
import { attachTransport, type Transport } from '../attach.ts'
import type { StorageFigures, TransportDeps, TransportLogger } from '../deps.ts'

export interface TestServer {
  readonly url: string
  readonly port: number
  readonly broker: Broker
  readonly log: MemoryLog
  readonly transport: Transport
  readonly costs: CostMeter
  readonly shared: SharedAnswers
  /** What it logged as error or warning. */
  readonly faults: string[]
  /** As on SIGTERM. */
  stop(): Promise<void>
}

export interface TestServerOptions {
  readonly token?: string
  readonly log?: MemoryLog
  readonly autoCreateQueues?: boolean
  readonly origins?: Partial<OriginPolicy>
  /** 0 takes a free one; a restart takes the same again. */
  readonly port?: number
}

const HOME: OriginPolicy = { allowedHosts: ['localhost', '127.0.0.1'], allowedOrigins: [], loopback: true }
const STORAGE: StorageFigures = {
  commitP99Ms: 4.1,
  slowSince: null,
  logBytes: 1_024,
  diskFreeBytes: 2_048,
  diskBytes: 4_096,
}

/** The real broker on a log in memory, behind real sockets on loopback. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { token = null, log = new MemoryLog(), autoCreateQueues = true, port = 0 } = options
  const clock = new SystemClock()
  const broker = new Broker({ log, clock, ids: createIds(), options: { autoCreateQueues } })
  await broker.start()
  const faults: string[] = []
  const httpServer = createServer((_request, response) => response.writeHead(404).end())
  const origins = { ...HOME, ...options.origins }
  const deps = { ...depsOf(broker), gate: createGate(token), origins, logger: loggerInto(faults) }
  const transport = attachTransport(httpServer, deps)
  await new Promise<void>((resolve) => httpServer.listen(port, '127.0.0.1', resolve))
  const address = portOf(httpServer.address())
  const stop = async () => {
    transport.closing(0)
    await broker.drain()
    await transport.close()
  }
  const { costs, shared } = deps
  return { url: `http://127.0.0.1:${address}`, port: address, broker, log, transport, costs, shared, faults, stop }
}

/** What the transport needs, without a token. */
export function depsOf(broker: Broker): TransportDeps {
  const costs = new CostMeter()
  const shared = new SharedAnswers(() => performance.now())
  return {
    broker,
    gate: createGate(null),
    origins: HOME,
    logger: loggerInto([]),
    storage: () => STORAGE,
    costs,
    shared,
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address.port
}

function loggerInto(faults: string[]): TransportLogger {
  const note = (fields: object, message: string) => faults.push(`${message} ${JSON.stringify(fields)}`)
  return { error: note, warn: note, debug: () => {} }
}
