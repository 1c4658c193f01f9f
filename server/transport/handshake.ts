import {
  type Checked,
  DASHBOARD_NAMESPACE,
  type Handshake,
  isName,
  readHandshake,
  refuse,
  type WireError,
} from '../../lib/protocol.ts'
import type { Gate } from '../auth.ts'

/** Somebody wants to join a namespace. */
export interface JoinRequest {
  readonly namespace: string
  /** What the client says of itself: `auth`, and for a v2 client its query. */
  readonly says: Readonly<Record<string, unknown>>
  readonly cookie: string | undefined
}

/** Every namespace is authorised on its own. Refusals: E_NAME, E_VERSION, E_AUTH; each is final for the client. */
export function authorise(request: JoinRequest, gate: Gate): Checked<Handshake> {
  const { namespace } = request
  const dashboard = namespace === DASHBOARD_NAMESPACE
  if (namespace !== '/' && !dashboard && !isName(namespace.slice(1))) {
    return refuse('E_NAME', 'the namespace is /, or / and the name of a queue')
  }
  const handshake = readHandshake(request.says)
  if (!handshake.ok) return handshake
  // The cookie is made for the dashboard's pages: it never opens a queue.
  const known = gate.token(handshake.value.token) || (dashboard && gate.cookie(request.cookie))
  return known ? handshake : refuse('E_AUTH', 'a token is needed: auth.token', { field: 'token' })
}

/** A refusal in the form in which Socket.IO hands it to the client: `connect_error` with `err.data.code`. */
export class JoinRefused extends Error {
  readonly data: WireError

  constructor(error: WireError) {
    super(error.message)
    this.name = 'JoinRefused'
    this.data = error
  }
}
