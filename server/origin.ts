/**
 * Who may ask: one rule for Socket.IO, the API and the pages. It keeps other sites' pages from using a visitor's browser
 * as their way in; `cors` alone does not, because browsers do not ask it about WebSockets or forms.
 */
import type { IncomingHttpHeaders } from 'node:http'

export interface OriginPolicy {
  /** Host names without a port: whatever this server is called. Keeps out a name that was pointed here (DNS rebinding). */
  readonly allowedHosts: readonly string[]
  /** Other origins whose pages may ask, as browsers write them: `https://app.example.com`. */
  readonly allowedOrigins: readonly string[]
  /** Listening on loopback only: then any page of this machine may ask, whatever its port. */
  readonly loopback: boolean
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** `null`: it may. Otherwise one sentence that says why not. */
export function refusedOrigin(headers: IncomingHttpHeaders, policy: OriginPolicy): string | null {
  const host = hostOf(headers.host)
  if (host === null) return 'The request names no valid host.'
  if (!policy.allowedHosts.some((allowed) => bracketed(allowed) === host.name)) {
    return `The host ${host.name} is not in ALLOWED_HOSTS.`
  }
  return headers.origin === undefined ? refusedSite(headers) : refusedPage(headers.origin, host, policy)
}

/** Whether a page of this origin may read answers: what goes into the CORS headers. */
export function isAllowedOrigin(headers: IncomingHttpHeaders, policy: OriginPolicy): boolean {
  return headers.origin !== undefined && refusedOrigin(headers, policy) === null
}

/** Browsers leave `Origin` out of some requests, but then still say where they come from. */
function refusedSite(headers: IncomingHttpHeaders): string | null {
  const site = headers['sec-fetch-site']
  return site === 'cross-site' || site === 'same-site' ? 'The request comes from a page of another site.' : null
}

function refusedPage(text: string, host: Host, policy: OriginPolicy): string | null {
  // "null" is what sandboxed frames and files send: anyone's page can be one.
  const origin = URL.canParse(text) ? new URL(text) : null
  if (origin === null || origin.origin === 'null') return 'The origin of the request is not known.'
  if (policy.allowedOrigins.includes(origin.origin)) return null
  if (origin.hostname === host.name && (origin.port || defaultPort(origin)) === (host.port || defaultPort(origin)))
    return null
  if (policy.loopback && LOOPBACK.test(origin.hostname)) return null
  return `The origin ${origin.origin} is not in ALLOWED_ORIGINS.`
}

interface Host {
  /** In small letters; an IPv6 address in brackets. */
  readonly name: string
  /** Empty where none is named. */
  readonly port: string
}

function hostOf(header: string | undefined): Host | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(header ?? '')
  return match?.[1] === undefined ? null : { name: match[1].toLowerCase(), port: match[2] ?? '' }
}

function bracketed(host: string): string {
  const name = host.toLowerCase()
  return name.includes(':') && !name.startsWith('[') ? `[${name}]` : name
}

function defaultPort(origin: URL): string {
  return origin.protocol === 'https:' ? '443' : '80'
}
