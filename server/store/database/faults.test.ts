import { expect, it } from 'vitest'
import { faultOf, isTimeout, storageError } from './faults.ts'

/** As Prisma hands on an error of the driver. */
const fromPrisma = (cause: object) => ({ code: 'P2010', meta: { driverAdapterError: { cause } } })

it.each([
  [{ originalCode: '53100', originalMessage: 'could not extend file' }, 'refused', false],
  [{ originalCode: '23505', kind: 'UniqueConstraintViolation' }, 'refused', false],
  [{ originalCode: '40P01', kind: 'TransactionWriteConflict' }, 'refused', true],
  [{ originalCode: '53300', kind: 'TooManyConnections' }, 'unreachable', true],
  [{ kind: 'DatabaseNotReachable' }, 'unreachable', true],
  [{ originalCode: '57P01', originalMessage: 'terminating connection' }, 'unknown', true],
  [{ kind: 'ConnectionClosed' }, 'unknown', true],
  [{ originalCode: '08006' }, 'unknown', true],
])('knows what %j means for a commit', (cause, kind, retryable) => {
  const error = fromPrisma(cause)
  expect(faultOf(error).kind).toBe(kind)
  expect(storageError(error).retryable).toBe(retryable)
})

it('takes what it does not know for an unknown outcome', () => {
  expect(faultOf(new Error('Connection terminated unexpectedly')).kind).toBe('unknown')
  expect(faultOf({ code: 'P2028', message: 'Transaction API error' }).kind).toBe('unknown')
})

it('says that the disk is full in words', () => {
  const { message } = storageError(fromPrisma({ originalCode: '53100', originalMessage: 'could not extend file' }))
  expect(message).toBe("The database's disk is full: could not extend file")
})

it('says that the URL does not open the database', () => {
  const denied = { originalCode: '28P01', originalMessage: 'password authentication failed for user "me"' }
  expect(storageError(fromPrisma(denied)).message).toBe(
    'The database of DATABASE_URL cannot be opened: password authentication failed for user "me"',
  )
})

it('says that the database is away in words', () => {
  expect(storageError(fromPrisma({ kind: 'DatabaseNotReachable' })).message).toBe('The database cannot be reached.')
})

it("tells a person's timeout from a fault", () => {
  expect(isTimeout(fromPrisma({ originalCode: '57014' }))).toBe(true)
  expect(isTimeout(fromPrisma({ originalCode: '57P01' }))).toBe(false)
})
