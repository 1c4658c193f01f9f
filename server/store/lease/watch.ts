import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { clientConfig } from '../database/connect.ts'
import { faultOf } from '../database/faults.ts'
import { endSilentOwnerSql, signOfLifeSql } from './session.ts'

export interface WatchOptions {
  readonly url: string
  /** Between two looks. */
  readonly lookMs?: number | undefined
  readonly say?: ((sentence: string, fields: Record<string, unknown>) => void) | undefined
}

const everyMs = 1_000
/** Five beats of an owner that lives. */
const looksUntilSilent = 10

/**
 * Looks again and again whether the owner still lives, and ends its connection when ten looks in a row saw the same sign
 * of life: then the database frees its lock. Looks are counted, not time: neither a clock that jumps nor a database or
 * a watcher that stood still makes a living owner look dead. On a connection of its own: the other one waits for the lock.
 */
export async function watchOwner(options: WatchOptions, signal: AbortSignal): Promise<void> {
  let last: string | null = null
  let looks = 0
  while (!signal.aborted) {
    await wait(options.lookMs ?? everyMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    try {
      const sign: string | null = await look(options.url, looks >= looksUntilSilent ? last : null)
      looks = sign !== null && sign === last ? looks + 1 : 0
      last = sign
    } catch (error) {
      options.say?.('Could not look after the owner.', { error })
    }
  }
}

/** The newest sign of life; ends the owner if it is still `silent`. `null` before the first migration. */
async function look(url: string, silent: string | null): Promise<string | null> {
  const client = new pg.Client(clientConfig(url, 'standby', { statement_timeout: '5000' }))
  client.on('error', () => undefined)
  try {
    await client.connect()
    if (silent !== null) await client.query(endSilentOwnerSql, [silent])
    const { rows } = await client.query(signOfLifeSql)
    return rows[0]?.sign ?? null
  } catch (error) {
    if (faultOf(error).state === '42P01') return null
    throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}
