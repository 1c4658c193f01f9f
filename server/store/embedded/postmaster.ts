import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { systemCode } from './error.ts'

/** What `postmaster.pid` says: pid, directory, start time, port, socket, address, shared memory, status. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

const pollMs = 25

async function readPidFile(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1) return null
  return { pid, port: Number(lines[3] ?? 0), ready: (lines[7] ?? '').trim() === 'ready' }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

/**
 * The Postgres that runs on this directory, whoever started it, or `null`. After a reboot or in a new container the pid
 * of a dead one can be somebody else's: a process that does not work in this directory is not it.
 */
export async function runningOn(cluster: string): Promise<Postmaster | null> {
  const found = await readPidFile(cluster)
  if (found === null || !isAlive(found.pid)) return null
  return (await worksIn(found.pid, cluster)) === false ? null : found
}

/** `null`: this system does not tell. */
async function worksIn(pid: number, cluster: string): Promise<boolean | null> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster))
  } catch (error) {
    // A zombie has no directory: where nobody reaps it (a container's first process), it looks alive for ever.
    return process.platform === 'linux' && systemCode(error) === 'ENOENT' ? false : null
  }
}

/**
 * Clears what a killed Postgres left: waits until its children are gone (they notice within moments), then removes a pid
 * file that names somebody else's process, which would keep Postgres from starting for ever.
 */
export async function clearRemains(cluster: string, patienceMs = 10_000): Promise<void> {
  for (let waited = 0; waited < patienceMs && (await workers(cluster)).length > 0; waited += pollMs) await wait(pollMs)
  const found = await readPidFile(cluster)
  const foreign = found !== null && isAlive(found.pid) && (await worksIn(found.pid, cluster)) === false
  if (foreign && (await workers(cluster)).length === 0) await rm(path.join(cluster, 'postmaster.pid'), { force: true })
}

/** Processes that work in the directory: every process of a Postgres does. Empty where the system does not tell. */
async function workers(cluster: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => [])
  const pids = names.map(Number).filter((pid) => Number.isInteger(pid) && pid > 1)
  const checks = await Promise.all(pids.map(async (pid) => ((await worksIn(pid, cluster)) === true ? pid : null)))
  return checks.filter((pid) => pid !== null)
}

/** Resolves once `pid` accepts connections; `null` if it ended before, or did not within the time. */
export async function untilReady(cluster: string, pid: number, patienceMs: number): Promise<Postmaster | null> {
  // Postgres writes its status into the file and signals nobody: pg_ctl polls it in the same way.
  for (let waited = 0; waited < patienceMs && isAlive(pid); waited += pollMs) {
    const found = await readPidFile(cluster)
    if (found?.pid === pid && found.ready) return found
    await wait(pollMs)
  }
  return null
}

/** Whether it ended within the time: removing its pid file is the last thing that a Postgres does. */
export async function untilGone(cluster: string, pid: number, patienceMs: number): Promise<boolean> {
  for (let waited = 0; waited < patienceMs; waited += pollMs) {
    if ((await runningOn(cluster))?.pid !== pid) return true
    await wait(pollMs)
  }
  return false
}
