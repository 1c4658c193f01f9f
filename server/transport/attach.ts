import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { DASHBOARD_NAMESPACE, LIMITS, refuse } from '../../lib/protocol.ts'
import type { TransportDeps } from './deps.ts'
import { HELLO } from './encode.ts'
import { FeedEndpoint } from './feed/feed-endpoint.ts'
import { FeedHub } from './feed/hub.ts'
import { corsOf, createGuard } from './guard.ts'
import { authorise, JoinRefused } from './handshake.ts'
import type { Endpoint } from './link/endpoint.ts'
import type { TransportLink } from './link/link.ts'
import { Links } from './link/links.ts'
import { QueueEndpoint } from './queue/queue-endpoint.ts'
import { RootEndpoint } from './queue/root-endpoint.ts'
import { keepWhileJoining } from './socket-io-internals.ts'

const PING_MS = 10_000
/** A connection that joins nothing is closed. */
const JOIN_WITHIN_MS = 10_000
/** How long closed connections may take to say goodbye. */
const GOODBYE_MS = 1_000

export interface Transport {
  /** Tells every client that the broker is about to close, and refuses new connections from now on. */
  closing(reconnectAfterMs: number): void
  /** Sends what is waiting, closes every connection and the HTTP server. Clients try to come back. */
  close(): Promise<void>
}

/**
 * Puts the broker on Socket.IO, on an HTTP server that may serve other paths too. To stop: `closing`, then the broker's
 * `drain` (which confirms or refuses what is under way), then `close`.
 */
export function attachTransport(httpServer: HttpServer, deps: TransportDeps): Transport {
  const links = new Links(deps.broker, deps.logger)
  let reconnectAfterMs: number | null = null
  const io = createServer(httpServer, deps)
  io.engine.use(createGuard(deps.origins, () => reconnectAfterMs !== null))
  io.engine.on('connection', (connection) => links.open(connection))
  const endpointOf = endpoints(deps, new FeedHub(deps))
  serveNamespaces(io, deps, links, (link, socket) => {
    link.emit(socket.nsp.name, 'hello', HELLO)
    if (reconnectAfterMs !== null) link.emit(socket.nsp.name, 'closing', JSON.stringify({ reconnectAfterMs }))
    link.joined(socket, endpointOf(link, socket))
  })
  return {
    closing(ms) {
      reconnectAfterMs = ms
      const json = JSON.stringify({ reconnectAfterMs: ms })
      for (const link of links.all()) link.emitToAll('closing', json)
    },
    close: () => closeAll(io, links),
  }
}

function createServer(httpServer: HttpServer, deps: TransportDeps): Server {
  return new Server(httpServer, {
    pingInterval: PING_MS,
    pingTimeout: PING_MS,
    connectTimeout: JOIN_WITHIN_MS,
    maxHttpBufferSize: LIMITS.packetBytes,
    allowEIO3: true,
    cleanupEmptyChildNamespaces: true,
    // Upgrades to other paths are somebody else's.
    destroyUpgrade: false,
    cors: corsOf(deps.origins),
  })
}

/**
 * `/` and one catch-all parent: a namespace is never made by name from a stranger's input. The check is synchronous: an
 * asynchronous one leaves sockets behind in namespaces that were cleaned up meanwhile.
 */
function serveNamespaces(
  io: Server,
  deps: TransportDeps,
  links: Links,
  joined: (link: TransportLink, socket: Socket) => void,
): void {
  const check = (socket: Socket, next: (error?: Error) => void): void => {
    const refusal = refuseJoin(socket, deps, links)
    next(refusal ?? undefined)
  }
  const enter = (socket: Socket): void => {
    const link = links.of(socket.conn)
    if (link === undefined) return
    links.known(link)
    joined(link, socket)
  }
  const queues = io.of((_name, _auth, next) => next(null, true))
  for (const namespace of [io.sockets, queues]) namespace.use(check).on('connection', enter)
  io.on('new_namespace', keepWhileJoining)
}

function refuseJoin(socket: Socket, { gate }: TransportDeps, links: Links): JoinRefused | null {
  const link = links.of(socket.conn)
  const namespace = socket.nsp.name
  const { query, headers } = socket.handshake
  const said = link?.saysAt(namespace) ?? {}
  // A v2 client has no `auth`: its namespace's query stands for it, and the connection's own behind that.
  const says = socket.conn.protocol === 3 ? { ...query, ...said } : said
  const tooMany = link !== undefined && link.namespaces > LIMITS.linkNamespaces
  const checked = tooMany
    ? refuse('E_FORBIDDEN', `a connection has at most ${LIMITS.linkNamespaces} namespaces`)
    : authorise({ namespace, says, cookie: headers.cookie }, gate)
  if (checked.ok) {
    link?.name(checked.value.client)
    return null
  }
  link?.refused(namespace)
  return new JoinRefused(checked.error)
}

function endpoints(deps: TransportDeps, hub: FeedHub): (link: TransportLink, socket: Socket) => Endpoint {
  return (link, socket) => {
    const namespace = socket.nsp.name
    if (namespace === '/') return new RootEndpoint(link, deps)
    if (namespace === DASHBOARD_NAMESPACE) return new FeedEndpoint(link, deps, hub)
    return new QueueEndpoint(link, socket, namespace.slice(1), deps)
  }
}

/** Leaving a namespace is final for a client, losing the connection is not: so connections are closed, not sockets. */
async function closeAll(io: Server, links: Links): Promise<void> {
  links.flush()
  const all = [...links.all()]
  const terminators = all.map((link) => link.terminator())
  for (const link of all) link.close(true)
  const timer = setTimeout(() => {
    for (const terminate of terminators) terminate()
  }, GOODBYE_MS)
  await io.close()
  clearTimeout(timer)
}
