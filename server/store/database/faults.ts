import { StorageError } from '../../broker/ports.ts'

/**
 * What is known after an error: `refused` by the database, so nothing was written; `unreachable` before anything was
 * sent; or `unknown`: the connection broke on the way, and a COMMIT may have been done.
 */
export interface Fault {
  readonly kind: 'refused' | 'unreachable' | 'unknown'
  /** SQLSTATE, where the database gave one. */
  readonly state: string | null
  readonly message: string
}

/** Classes in which the session ends: the answer says nothing about what was committed before it. */
const endsSession = /^(08|57P)/

const kinds: Readonly<Record<string, string>> = {
  UniqueConstraintViolation: '23505',
  TransactionWriteConflict: '40001',
  TooManyConnections: '53300',
  DatabaseDoesNotExist: '3D000',
  DatabaseAccessDenied: '28000',
  AuthenticationFailed: '28P01',
  TableDoesNotExist: '42P01',
  InvalidInputValue: '22P02',
  ValueOutOfRange: '22003',
  LengthMismatch: '22001',
}

/** Reads an error of Prisma, of the driver or of the socket. */
export function faultOf(error: unknown): Fault {
  const cause = driverCause(error)
  const state = stateOf(cause) ?? stateOf(error)
  const message = text(cause) ?? text(error) ?? 'unknown'
  if (state === '53300' || refusedConnection(cause) || refusedConnection(error)) {
    return { kind: 'unreachable', state, message }
  }
  if (state === null || endsSession.test(state)) return { kind: 'unknown', state, message }
  return { kind: 'refused', state, message }
}

/** A person's query ran into its time limit. */
export function isTimeout(error: unknown): boolean {
  return faultOf(error).state === '57014'
}

/** Faults that pass: a lost connection, a restart, a deadlock, too many connections. */
const passing = /^(08|40|53300|55P03|57P)/

export function storageError(error: unknown): StorageError {
  const { kind, state, message } = faultOf(error)
  const retryable = kind !== 'refused' || passing.test(state ?? '')
  return new StorageError(explained(state, message), retryable, error)
}

/** What a read answers; its error as a StorageError. */
export async function answered<T>(question: Promise<T>): Promise<T> {
  try {
    return await question
  } catch (error) {
    throw storageError(error)
  }
}

/** The database's own words alone do not say what to mend: the disk, or the URL's user, password or database. */
function explained(state: string | null, message: string): string {
  if (state === '53100') return `The database's disk is full: ${message}`
  if (/^(28|3D)/.test(state ?? '')) return `The database of DATABASE_URL cannot be opened: ${message}`
  return message
}

/** Prisma hides the driver's error in `meta.driverAdapterError.cause`; a failed connect is a `cause` of its own. */
function driverCause(error: unknown): unknown {
  const inner = property(property(error, 'meta'), 'driverAdapterError') ?? error
  return property(inner, 'cause') ?? inner
}

function stateOf(cause: unknown): string | null {
  for (const name of ['originalCode', 'code']) {
    const value = property(cause, name)
    if (typeof value === 'string' && /^[0-9A-Z]{5}$/.test(value) && !/^P\d{4}$/.test(value)) return value
  }
  const kind = property(cause, 'kind')
  return typeof kind === 'string' ? (kinds[kind] ?? null) : null
}

/** Nothing can have been sent over a connection that was never made. */
function refusedConnection(cause: unknown): boolean {
  return property(cause, 'kind') === 'DatabaseNotReachable' || property(cause, 'code') === 'ECONNREFUSED'
}

function text(cause: unknown): string | null {
  for (const name of ['originalMessage', 'message']) {
    const value = property(cause, name)
    if (typeof value === 'string' && value !== '') return value
  }
  const kind = property(cause, 'kind')
  if (kind === 'DatabaseNotReachable') return 'The database cannot be reached.'
  return typeof kind === 'string' ? kind : null
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
