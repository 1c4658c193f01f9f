/** Servers of the peers, each started from Debian's package in a folder and on a port of its own, and ended by its pid. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as after } from 'node:timers/promises'

/** The first of these that can be run. */
export function program(...files: readonly string[]): string | undefined {
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const STARTED_WITHIN_MS = 60_000

/** Resolves once something listens. @throws when nothing does within a minute, or the process ended before */
async function listening(child: ChildProcess, port: number): Promise<void> {
  const ends = Date.now() + STARTED_WITHIN_MS
  while (child.exitCode === null && Date.now() < ends) {
    const socket = connect(port, '127.0.0.1')
    const up = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (up) return
    await after(100)
  }
  throw new Error(`${child.spawnfile} did not start.`)
}

export interface Started {
  readonly folder: string
  stop(): Promise<void>
}

export async function startServer(
  file: string,
  port: number,
  setUp: (folder: string) => { args?: readonly string[]; env?: Readonly<Record<string, string>> },
): Promise<Started> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdline-peer-'))
  const { args = [], env = {} } = setUp(folder)
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: 'ignore', cwd: folder })
  await listening(child, port)
  return {
    folder,
    stop: async () => {
      if (child.exitCode === null) {
        const closed = once(child, 'close')
        child.kill('SIGTERM')
        await closed
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

/** The number in what a program says of itself. */
export function versionOf(file: string, ...args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8' }).match(/\d+(\.\d+)+/)?.[0] ?? ''
}
