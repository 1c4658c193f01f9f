import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StorageError } from '../../broker/ports.ts'
import { commitOf, messages, queueOne, startedAt } from '../../testing/log-samples.ts'
import { adminQuery } from '../../testing/postgres.ts'
import { PostgresLog } from '../postgres-log.ts'
import { EmbeddedPostgres } from './cluster.ts'
import { clearRemains, untilGone } from './postmaster.ts'

describe('the embedded Postgres', () => {
  let home: string
  let dataDir: string
  let started: EmbeddedPostgres[]

  beforeEach(async () => {
    // A home that nobody else may enter, and a space in the path.
    home = await mkdtemp(path.join(tmpdir(), 'closed home '))
    await chmod(home, 0o700)
    dataDir = path.join(home, 'my data')
    started = []
  })

  afterEach(async () => {
    for (const postgres of started) await postgres.stop()
    await rm(home, { recursive: true, force: true })
  })

  const start = async () => {
    const postgres = new EmbeddedPostgres({ dataDir })
    started.push(postgres)
    await postgres.start()
    return postgres
  }

  const cluster = () => path.join(dataDir, 'postgres')
  const modeOf = async (place: string) => ((await stat(place)).mode & 0o777).toString(8)

  const kill9 = async ({ pid }: EmbeddedPostgres) => {
    if (pid === null) throw new Error('It does not run.')
    process.kill(pid, 'SIGKILL')
    await untilGone(cluster(), pid, 10_000)
  }

  it('is private to the user who started it, and never runs as root', async () => {
    const postgres = await start()
    expect(await modeOf(dataDir)).toBe('700')
    expect(await modeOf(cluster())).toBe('700')
    expect(await modeOf(path.join(dataDir, 'password'))).toBe('600')
    expect((await stat(cluster())).uid).not.toBe(0)
    const url = new URL(postgres.url())
    expect(url.hostname).toBe('127.0.0.1')
    url.password = 'guessed'
    await expect(adminQuery(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
    const settings = await adminQuery(
      postgres.url(),
      "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'listen_addresses') ORDER BY 1",
    )
    expect(settings.map((row) => row.setting)).toEqual(['on', '127.0.0.1', 'on'])
  })

  it('keeps its data over a clean stop, and is made once', async () => {
    const first = await start()
    await adminQuery(first.url(), 'CREATE TABLE kept AS SELECT 7 AS n')
    await first.stop()
    await first.stop()
    const second = await start()
    expect(await adminQuery(second.url(), 'SELECT n FROM kept')).toEqual([{ n: 7 }])
    const { log_checkpoints } = (await adminQuery(second.url(), 'SHOW log_checkpoints'))[0] ?? {}
    expect(log_checkpoints).toBe('off')
  })

  it('leads a process group of its own, so that Ctrl-C does not reach it', async () => {
    const { pid } = await start()
    expect(process.kill(-(pid ?? 0), 0)).toBe(true)
  })

  it('is taken over where its server was killed', async () => {
    const orphan = await start()
    const next = await start()
    expect(next.pid).toBe(orphan.pid)
    expect(next.url()).toBe(orphan.url())
  })

  it('is found by whoever looks for it, and not started by looking', async () => {
    const seeker = new EmbeddedPostgres({ dataDir })
    await expect(seeker.find()).rejects.toThrow('No embedded Postgres runs in')
    expect(await readdir(home)).toEqual([])
    const running = await start()
    await seeker.find()
    expect(seeker.url()).toBe(running.url())
  })

  it('is started once by two servers that begin at the same time', async () => {
    const [one, other] = await Promise.all([start(), start()])
    expect(one.pid).toBe(other.pid)
  })

  it('recovers after both were killed', async () => {
    const killed = await start()
    await adminQuery(killed.url(), 'CREATE TABLE kept AS SELECT 7 AS n')
    await kill9(killed)
    const next = await start()
    expect(next.pid).not.toBe(killed.pid)
    expect(await adminQuery(next.url(), 'SELECT n FROM kept')).toEqual([{ n: 7 }])
  })

  it("starts where a dead one's process number belongs to somebody else by now", async () => {
    const killed = await start()
    await kill9(killed)
    await clearRemains(cluster())
    const pidFile = path.join(cluster(), 'postmaster.pid')
    const lines = (await readFile(pidFile, 'utf8')).split('\n')
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'))
    const next = await start()
    expect(await adminQuery(next.url(), 'SELECT 1 AS n')).toEqual([{ n: 1 }])
  })

  it('says in one line why it cannot start', async () => {
    await writeFile(dataDir, 'a file')
    await expect(start()).rejects.toThrow(`DATA_DIR=${dataDir} cannot be used (EEXIST): choose another.`)
  })

  it("leaves a folder that holds somebody else's files as it is", async () => {
    await mkdir(dataDir, { mode: 0o755 })
    await writeFile(path.join(dataDir, 'letters.txt'), 'dear')
    await expect(start()).rejects.toThrow(`DATA_DIR=${dataDir} holds other files: choose an empty folder`)
    expect(await modeOf(dataDir)).toBe('755')
    expect(await readdir(dataDir)).toEqual(['letters.txt'])
  })

  it('comes back by itself under a log, which loses nothing and no lease', async () => {
    const postgres = await start()
    const lost: string[] = []
    const log = new PostgresLog({ url: postgres.url(), revive: () => postgres.start(), now: () => startedAt })
    await log.acquire((reason) => lost.push(reason))
    await log.append(queueOne)
    await log.append(commitOf({ messages: messages(1, 3) }))
    const dead = kill9(postgres)
    await persist(() => log.append(commitOf({ messages: messages(4, 5) })))
    await dead
    const page = await persist(() => log.read(1, 0, 5, 10, 1_000_000))
    expect(page.messages.map((message) => message.seq)).toEqual([1, 2, 3, 4, 5])
    expect(lost).toEqual([])
    await log.release()
  })
})

/** What the core does with a retryable fault: the same again. */
async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof StorageError && error.retryable)) throw error
    }
  }
}
