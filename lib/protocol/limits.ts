/** The one protocol version there is: `v` in the handshake, `protocol` in `hello`. */
export const PROTOCOL_VERSION = 1

const KIB = 1024
const MIB = 1024 * KIB

/** Every limit of the wire, as `hello` announces it, so that a client can check before it sends. Sizes are bytes of UTF-8. */
export const LIMITS = {
  /** One payload as JSON text. */
  payloadBytes: 256 * KIB,
  /** Levels of arrays and objects in a payload: a scalar is 0, `[]` is 1. */
  payloadDepth: 128,
  /** Messages in one `publish([…])`, and their bytes together. */
  batchMessages: 500,
  batchBytes: MIB,
  /** UTF-16 units of an id, a key, a client's label; and of a nack's reason. */
  textLength: 128,
  reasonLength: 1_024,
  headers: 32,
  headersBytes: 8 * KIB,
  delayMs: 30 * 24 * 3_600_000,
  ttlMs: 30 * 24 * 3_600_000,
  credit: 1_000,
  ackDeadlineMinMs: 1_000,
  ackDeadlineMaxMs: 12 * 3_600_000,
  /** Events in one subscribe or unsubscribe. */
  events: 1_000,
  /** Entries of `acked`, `nacked` and `extend` together. */
  settleEntries: 1_000,
  /** Per link: one connection, whatever its namespaces. */
  linkNamespaces: 64,
  linkSubscribesPerSecond: 50,
  linkUnackedBytes: 4 * MIB,
  /** Above either the link is not read until half of it is confirmed. */
  linkUnconfirmedPackets: 4_096,
  linkUnconfirmedBytes: 16 * MIB,
  /** One packet; a larger one closes its link. */
  packetBytes: 2 * MIB,
} as const

/** What a subscription has that asked for nothing else. */
export const DEFAULT_CREDIT = 100
export const DEFAULT_ACK_DEADLINE_MS = 30_000
