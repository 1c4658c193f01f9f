/** What a peer is to the benchmark: a server that it starts for itself, and a client that does the same work as all. */

/** A queue system in a folder of its own, listening on a port of its own. */
export interface RunningPeer {
  /** What the client connects to. */
  readonly url: string
  /** For people: version and how it keeps what it confirms. */
  readonly about: string
  stop(): Promise<void>
}

/** One way of using a peer. Messages are numbered JSON of about 100 bytes; everything is confirmed by the server. */
export interface PeerClient {
  /** Makes an empty queue. */
  declare(queue: string): Promise<void>
  /** Resolves when the server has confirmed it as durable. */
  publish(queue: string, n: number): Promise<void>
  /** Several at once, where the peer has a call for it. */
  publishMany?(queue: string, numbers: readonly number[]): Promise<void>
  /** Takes messages, at most `prefetch` without an acknowledgement, and acknowledges each when `handle` returns. */
  consume(queue: string, prefetch: number, handle: (n: number) => void): Promise<Consuming>
  /** And all that is in it, so that what one measurement leaves does not slow down the next. */
  remove(queue: string): Promise<void>
}

export interface Consuming {
  /** Resolves when the server has taken every acknowledgement. */
  stop(): Promise<void>
}

export interface Body {
  readonly n: number
  readonly text: string
}
