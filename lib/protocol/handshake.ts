import { accept, type Checked, refuse } from './errors.ts'
import { LIMITS, PROTOCOL_VERSION } from './limits.ts'
import { isPlainText } from './name-rule.ts'

/** What a client says of itself when it joins a namespace. Unknown fields are ignored. */
export interface Handshake {
  readonly token: string | undefined
  /** A label for people and for `missed`; never an identity. */
  readonly client: string | undefined
}

/** Reads `auth` (or a v2 client's query). Refusals: E_VERSION, E_NAME for `client`, E_AUTH for a token of wrong type. */
export function readHandshake(auth: Readonly<Record<string, unknown>>): Checked<Handshake> {
  const { token = null, client = null, v = null } = auth
  if (v !== null && v !== String(PROTOCOL_VERSION)) {
    return refuse('E_VERSION', `v must be "${PROTOCOL_VERSION}" or absent`, { field: 'v' })
  }
  if (client !== null && !isLabel(client)) {
    const message = `client must be a string of at most ${LIMITS.textLength} characters`
    return refuse('E_NAME', message, { field: 'client' })
  }
  if (token !== null && typeof token !== 'string') {
    return refuse('E_AUTH', 'token must be a string', { field: 'token' })
  }
  // An empty label names nobody.
  return accept({ token: token ?? undefined, client: client || undefined })
}

function isLabel(client: unknown): client is string {
  return typeof client === 'string' && client.length <= LIMITS.textLength && isPlainText(client)
}
