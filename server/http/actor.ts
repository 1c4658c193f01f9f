import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import type { Actor as ShownActor } from '../../lib/api.ts'
import { isLabel } from '../../lib/protocol.ts'
import { ACTOR_HEADER, TAB_HEADER } from '../../lib/tab-header.ts'
import type { Actor } from '../broker/model.ts'

const NAME_MOST = 128

/**
 * Who asks, for the activity: the dashboard says which tab it is, and anyone may say a name with `X-Holdline-Client`. Both
 * are labels for people, never an identity. A name that is none counts as left out.
 */
export function actorOf(c: Context): Actor {
  const name = nameOf(c.req.header(ACTOR_HEADER))
  const kind = c.req.header(TAB_HEADER) === undefined ? 'api' : 'dashboard'
  return { kind, name, address: addressOf(c.env) }
}

/** Headers hold bytes: a name that is no ASCII comes percent-encoded. */
function nameOf(header: string | undefined): string | null {
  if (header === undefined) return null
  try {
    const name = decodeURIComponent(header).trim()
    return name !== '' && name.length <= NAME_MOST && isLabel(name) ? name : null
  } catch {
    return null
  }
}

/** Without a socket there is none: a test asks the app itself. */
function addressOf(env: unknown): string | null {
  return (env as { incoming?: IncomingMessage } | undefined)?.incoming?.socket.remoteAddress ?? null
}

export const showActor = ({ kind, name, address }: Actor): ShownActor => ({
  kind,
  ...(name === null ? {} : { name }),
  ...(address === null ? {} : { address }),
})
