/**
 * The token and what stands for it. Scripts and publishers send the token itself; the dashboard's pages carry a cookie
 * made from it, which opens pages, `/api` and `/_dashboard`, never a queue.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export const SESSION_COOKIE = 'holdline_session'

const MONTH_S = 30 * 24 * 3600

export interface Gate {
  /** Whether a token is needed at all. */
  readonly needed: boolean
  /** The token itself, as a socket's `auth.token` or a session request has it. */
  token(text: unknown): boolean
  /** An `Authorization` header. */
  bearer(header: string | undefined): boolean
  /** A `Cookie` header. */
  cookie(header: string | undefined): boolean
  /** The `Set-Cookie` that stands for the token from now on. `secure`: the browser came by HTTPS. */
  session(secure: boolean): string
}

// Digests have one length, so that comparing says nothing about the length of the token either.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const same = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right))

const cookieValue = (header: string, name: string): string | undefined =>
  header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)

const setCookie = (value: string, maxAgeS: number, secure: boolean): string =>
  `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`

/** Ends a session in this browser. */
export const endSession = (secure: boolean): string => setCookie('', 0, secure)

/** Where no token is set, everyone passes: the server then listens on loopback only. */
const openGate: Gate = {
  needed: false,
  token: () => true,
  bearer: () => true,
  cookie: () => true,
  session: (secure) => setCookie('open', MONTH_S, secure),
}

/**
 * Checks in constant time. The cookie is derived from the token, not the token: one that leaks cannot publish, and
 * changing the token ends every session.
 */
export function createGate(token: string | null): Gate {
  if (token === null) return openGate
  const session = createHmac('sha256', token).update('holdline dashboard session, version 1').digest('base64url')
  return {
    needed: true,
    token: (text) => typeof text === 'string' && same(text, token),
    bearer: (header) => {
      const given = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1]
      return given !== undefined && same(given, token)
    },
    cookie: (header) => {
      const given = cookieValue(header ?? '', SESSION_COOKIE)
      return given !== undefined && same(given, session)
    },
    session: (secure) => setCookie(session, MONTH_S, secure),
  }
}
