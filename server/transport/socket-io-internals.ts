/**
 * Everything that this broker knows of Socket.IO, Engine.IO and ws beyond their documentation, in one place. Versions
 * are pinned (socket.io 4.8.4, engine.io 6.6.12, ws 8.21.3) and socket-io-internals.test.ts holds each behaviour, so
 * that an upgrade that changes one fails there and not in production.
 */
import type { Socket as Connection } from 'engine.io'
import type { Namespace, Socket } from 'socket.io'
import { Decoder, type Packet, PacketType } from 'socket.io-parser'
import { LIMITS } from '../../lib/protocol.ts'
import { ownText } from '../broker/structures/own-text.ts'
import { framesOf, type Outgoing } from './frames.ts'

export type { Connection }

// ---------------------------------------------------------------- what is private

interface PrivateConnection {
  /** Runs while a pong (v4) or a ping (v2) is awaited. */
  readonly pingTimeoutTimer: NodeJS.Timeout | null
  readonly transport: { readonly socket?: PrivateWebSocket }
}

interface PrivateWebSocket {
  pause(): void
  resume(): void
  terminate(): void
}

interface PrivateNamespace {
  readonly sockets: Map<string, Socket>
  readonly _preConnectSockets: Map<string, Socket>
  _remove: (socket: Socket) => void
}

/** The fields exist in the pinned version, some of them marked private; nothing else in the server sees them. */
function inside(connection: Connection): PrivateConnection {
  return connection as unknown as PrivateConnection
}

/** As above, for a namespace. */
function insideNamespace(namespace: Namespace): PrivateNamespace {
  return namespace as unknown as PrivateNamespace
}

function webSocketOf(connection: Connection): PrivateWebSocket | undefined {
  return connection.transport.name === 'websocket' ? inside(connection).transport.socket : undefined
}

// ---------------------------------------------------------------- packets in

/** Where the packets of one connection go. `forward` lets Socket.IO see what it is about, and no more of it. */
export interface Input {
  /** `says` is what the client says of itself; for a v2 client the query behind the namespace. */
  connect(namespace: string, says: Readonly<Record<string, unknown>>, forward: () => void): void
  disconnect(namespace: string, forward: () => void): void
  /** `bytes` is what the packet took on the wire. */
  event(namespace: string, args: unknown[], ackId: number | undefined, bytes: number): void
  ack(namespace: string, ackId: number, args: unknown[]): void
  /** One of the above threw: a fault of this program, whatever was sent. The connection is closed behind it. */
  failed(error: unknown): void
}

/**
 * Takes a connection's packets before Socket.IO sees them. Socket.IO closes the whole link for a packet of a namespace
 * that was left or is still being joined; and it sends each event through two ticks and three closures. What it gets
 * from here on is joining and leaving. A packet that cannot be decoded closes its own link.
 */
export function takeInput(connection: Connection, input: Input): void {
  const forward = connection.listeners('data')[0]
  if (forward === undefined) throw new Error('Socket.IO does not listen to its connection: not the pinned version')
  connection.removeAllListeners('data')
  const decoder = new Decoder()
  let bytes = 0
  decoder.on('decoded', (packet: Packet) => {
    const size = bytes
    bytes = 0
    try {
      route(connection, packet, size, input, (text) => forward.call(connection, text))
    } catch (error) {
      connection.close()
      input.failed(error)
    }
  })
  connection.on('data', (data: string | Buffer | undefined) => {
    // A message of Engine.IO may be empty, and has no data then: it is no packet of Socket.IO.
    if (data === undefined) return void connection.close()
    bytes += data.length
    try {
      // With its attachments it is still one packet.
      if (bytes > LIMITS.packetBytes) connection.close()
      else decoder.add(data)
    } catch {
      connection.close()
    }
  })
  connection.once('close', () => decoder.destroy())
}

function route(
  connection: Connection,
  packet: Packet,
  bytes: number,
  input: Input,
  forward: (text: string) => void,
): void {
  switch (packet.type) {
    case PacketType.EVENT:
    case PacketType.BINARY_EVENT:
      input.event(packet.nsp, listOf(packet.data), packet.id, bytes)
      break
    case PacketType.ACK:
    case PacketType.BINARY_ACK:
      if (packet.id !== undefined) input.ack(packet.nsp, packet.id, listOf(packet.data))
      break
    case PacketType.CONNECT:
      connect(connection, packet, input, forward)
      break
    case PacketType.DISCONNECT: {
      const namespace = ownText(packet.nsp)
      input.disconnect(namespace, () => forward(`${PacketType.DISCONNECT}${namespace},`))
    }
  }
}

function listOf(data: unknown): unknown[] {
  return Array.isArray(data) ? data : []
}

/**
 * Socket.IO keeps the namespace's name and what a client said of itself for as long as the socket lives, with the whole
 * packet behind them: it gets the name alone. A v2 client joins by a path with its query behind it; what is no path is as
 * malformed as what is no JSON.
 */
function connect(connection: Connection, packet: Packet, input: Input, forward: (text: string) => void): void {
  const parsed = connection.protocol === 3 ? v2Path(packet.nsp) : { namespace: packet.nsp, says: packet.data ?? {} }
  if (parsed === null) return void connection.close()
  const namespace = ownText(parsed.namespace)
  input.connect(namespace, parsed.says, () => forward(`${PacketType.CONNECT}${namespace},`))
}

/** As Socket.IO reads such a path. */
function v2Path(path: string): { namespace: string; says: Record<string, string> } | null {
  const base = 'https://socket.io'
  if (!URL.canParse(path, base)) return null
  const { pathname, searchParams } = new URL(path, base)
  return { namespace: pathname, says: Object.fromEntries(searchParams) }
}

// ---------------------------------------------------------------- packets out

/**
 * Writes packets in one go: on a WebSocket all their frames are one buffer and one system call, which gave +27 % for
 * plain clients over an emit each. `onSent` is called when they have left this process; not if the link goes first.
 * Returns their bytes.
 */
export function writePackets(connection: Connection, packets: readonly Outgoing[], onSent: () => void): number {
  if (connection.transport.name === 'websocket') return writeFrames(connection, packets, onSent)
  let bytes = 0
  for (const [at, packet] of packets.entries()) {
    const text = typeof packet === 'string' ? packet : packet.text
    bytes += text.length
    connection.write(text, {}, at === packets.length - 1 ? onSent : undefined)
  }
  return bytes
}

function writeFrames(connection: Connection, packets: readonly Outgoing[], onSent: () => void): number {
  const buffer = framesOf(packets)
  // Engine.IO's own slot for a frame made elsewhere; Socket.IO's adapter uses it for broadcasts.
  const options = { compress: false, wsPreEncodedFrame: [buffer] }
  connection.write('', options, onSent)
  return buffer.length
}

// ---------------------------------------------------------------- reading, life and death of a connection

/** Stops reading. `false`: this transport cannot (polling). */
export function pauseReading(connection: Connection): boolean {
  const socket = webSocketOf(connection)
  socket?.pause()
  return socket !== undefined
}

export function resumeReading(connection: Connection): void {
  webSocketOf(connection)?.resume()
}

/**
 * Gives a connection its whole time again to answer the ping. Engine.IO does so once per ping and for nothing that is
 * late; a pong waits behind everything that its client has queued.
 */
export function signOfLife(connection: Connection): void {
  inside(connection).pingTimeoutTimer?.refresh()
}

/** Ends the TCP connection behind a link that was closed, at once: a client that does not answer would keep it for 30 s. */
export function terminator(connection: Connection): () => void {
  const socket = webSocketOf(connection)
  return () => socket?.terminate()
}

// ---------------------------------------------------------------- namespaces

/**
 * Keeps a child namespace for as long as somebody is still joining it. Socket.IO removes it with the first socket that
 * is refused, and one that is let in at the same moment would live in a namespace that nobody knows.
 */
export function keepWhileJoining(namespace: Namespace): void {
  const own = insideNamespace(namespace)
  const remove = own._remove
  own._remove = (socket) => {
    const others = own._preConnectSockets.size - (own._preConnectSockets.has(socket.id) ? 1 : 0)
    if (others === 0) return remove.call(namespace, socket)
    if (!own.sockets.delete(socket.id)) own._preConnectSockets.delete(socket.id)
  }
}
