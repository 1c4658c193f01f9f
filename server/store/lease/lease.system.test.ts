import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LeaseLostError } from '../../broker/ports.ts'
import { PostgresProxy } from '../../testing/crash/postgres-proxy.ts'
import { commitOf, messages, queueOne } from '../../testing/log-samples.ts'
import { createDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { PostgresLog } from '../postgres-log.ts'

/** Another process that owns the log (server/testing/log-owner.ts). */
class Owner {
  readonly child: ChildProcess
  private readonly lines: AsyncIterator<string>
  private readonly reader: Interface

  constructor(url: string) {
    const script = path.resolve(import.meta.dirname, '../../testing/log-owner.ts')
    this.child = spawn(process.execPath, ['--import', 'tsx', script, url], { stdio: ['pipe', 'pipe', 'inherit'] })
    if (!this.child.stdout) throw new Error('The owner has no output.')
    this.reader = createInterface({ input: this.child.stdout })
    this.lines = this.reader[Symbol.asyncIterator]()
  }

  async next(): Promise<string | undefined> {
    return (await this.lines.next()).value
  }

  append(seq: number): void {
    this.child.stdin?.write(`${seq}\n`)
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const exited = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await exited
  }
}

describe('the lease', () => {
  let database: TestDatabase
  let logs: PostgresLog[]
  let owner: Owner | null

  beforeEach(async () => {
    database = await createDatabase()
    logs = []
    owner = null
  })

  afterEach(async () => {
    await owner?.kill()
    for (const log of logs) await log.release()
    await database.drop()
  })

  const open = (options: { lookMs?: number } = {}) => {
    const log = new PostgresLog({ url: database.url, ...options })
    logs.push(log)
    return log
  }

  const seqs = async () =>
    (await database.query<{ seq: number }>('SELECT seq::int FROM message ORDER BY seq')).map((row) => row.seq)

  /** Resolves when `log` stands by, with the promise of its turn. */
  const standBy = async (log: PostgresLog) => {
    let turn: Promise<unknown> = Promise.resolve()
    await new Promise<void>((standing) => {
      turn = log.acquire(() => undefined, standing)
    })
    return { turn }
  }

  it('makes a second process wait, and lets it in at once after a goodbye', async () => {
    const [first, second] = [open(), open()]
    await first.acquire(() => undefined)
    await first.append(queueOne)
    const { turn } = await standBy(second)
    await first.append(commitOf({ messages: messages(1, 1) }))
    await first.release()
    expect(await turn).toMatchObject({ queues: [{ id: 1, lastSeq: 1 }] })
    await second.append(commitOf({ messages: messages(2, 2) }))
    expect(await seqs()).toEqual([1, 2])
  })

  it('goes on at once when its owner was killed', async () => {
    owner = new Owner(database.url)
    expect(await owner.next()).toBe('owned')
    const { turn } = await standBy(open())
    await owner.kill()
    await turn
  })

  it('goes on when its owner is frozen, which writes nothing after it wakes up', async () => {
    owner = new Owner(database.url)
    expect(await owner.next()).toBe('owned')
    owner.append(1)
    expect(await owner.next()).toBe('written')
    owner.child.kill('SIGSTOP')
    // The wall clock went back since: what counts is that there is no new one.
    await database.query("UPDATE lease SET heartbeat_at = clock_timestamp() + interval '1 hour'")
    const log = open({ lookMs: 20 })
    await log.acquire(() => undefined)
    await log.append(queueOne)
    await log.append(commitOf({ messages: messages(2, 2) }))
    owner.append(3)
    owner.child.kill('SIGCONT')
    const said = [await owner.next(), await owner.next()]
    expect(said.toSorted()).toEqual(['LeaseLostError', 'lost'])
    expect(await seqs()).toEqual([1, 2])
  })

  it('stays with an owner that lives although the wall clock jumps ahead of its signs of life', async () => {
    const lost: string[] = []
    const [first, second] = [open(), open()]
    await first.acquire((reason) => lost.push(reason))
    const { turn } = await standBy(second)
    const gaveUp = expect(turn).rejects.toThrow(LeaseLostError)
    await database.query("UPDATE lease SET heartbeat_at = clock_timestamp() - interval '1 hour'")
    await looks(database, 2)
    await first.append(queueOne)
    expect(lost).toEqual([])
    await second.release()
    await gaveUp
  })

  it('tells an owner once whose epoch was raised, and lets it write nothing more', async () => {
    const reasons: string[] = []
    const log = open()
    await log.acquire((reason) => reasons.push(reason))
    await log.append(queueOne)
    await database.query('UPDATE lease SET epoch = epoch + 1')
    await expect(log.append(commitOf({ messages: messages(1, 1) }))).rejects.toThrow(LeaseLostError)
    await expect(log.append(queueOne)).rejects.toThrow(LeaseLostError)
    await expect(log.trim({ floors: new Map(), keepFrom: 0, lettersFrom: 0 })).rejects.toThrow(LeaseLostError)
    expect(await seqs()).toEqual([])
    expect(reasons).toHaveLength(1)
  })

  it('fences rare writes as well', async () => {
    const log = open()
    await log.acquire(() => undefined)
    await database.query('UPDATE lease SET epoch = epoch + 1')
    await expect(log.append(queueOne)).rejects.toThrow(LeaseLostError)
    expect(await database.query('SELECT id FROM queue')).toEqual([])
  })

  it('stays with its owner when the database ends all its connections', async () => {
    const lost: string[] = []
    const log = open()
    await log.acquire((reason) => lost.push(reason))
    await log.append(queueOne)
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'holdline%'",
    )
    await log.append(commitOf({ messages: messages(1, 1) }))
    expect(await seqs()).toEqual([1])
    expect(lost).toEqual([])
  })

  it('stays with its owner where a commit hears of the raised epoch before the one who raised it', async () => {
    const lost: string[] = []
    const proxy = await PostgresProxy.start(database.url)
    const log = new PostgresLog({ url: proxy.url })
    logs.push(log)
    await log.acquire((reason) => lost.push(reason))
    await log.append(queueOne)
    const raise = proxy.stopAt('response', (sql) => sql.includes('UPDATE lease SET epoch'))
    const commit = proxy.stopAt('response', (sql) => sql.includes('INSERT INTO message'))
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'holdline lease'",
    )
    await raise.reached
    const appended = log.append(commitOf({ messages: messages(1, 1) }))
    await commit.reached
    commit.release()
    // Another answer by the same way: by then that of the commit has been heard.
    await log.seqAt(1, 0)
    await log.read(1, 0, 1, 1, 1)
    raise.release()
    await appended
    expect(await seqs()).toEqual([1])
    expect(lost).toEqual([])
    await log.release()
    await proxy.close()
  })

  it('can be given up while it is waited for', async () => {
    const [first, second] = [open(), open()]
    await first.acquire(() => undefined)
    const { turn } = await standBy(second)
    const gone = expect(turn).rejects.toThrow(LeaseLostError)
    await second.release()
    await gone
  })
})

/** Resolves when one that stands by has looked after the owner so many times, each on a connection of its own. */
async function looks(database: TestDatabase, count: number): Promise<void> {
  const seen = new Set<number>()
  while (seen.size < count) {
    const rows = await database.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'holdline standby'",
    )
    for (const { pid } of rows) seen.add(pid)
  }
}
