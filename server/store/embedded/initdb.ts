import { spawn } from 'node:child_process'
import { chown, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { type Account, launchAs } from './account.ts'
import type { Binaries } from './binaries.ts'
import { adopt, type DataDir, exists } from './data-dir.ts'
import { EmbeddedPostgresError } from './error.ts'
import { environment } from './settings.ts'

export const databaseUser = 'holdline'

/** Makes the cluster where there is none yet; whatever happens, a half-made one is never found under its name. */
export async function initialiseOnce(
  binaries: Binaries,
  dir: DataDir,
  account: Account | null,
  password: string,
): Promise<void> {
  if (await exists(path.join(dir.cluster, 'PG_VERSION'))) return
  await rm(dir.unfinished, { recursive: true, force: true })
  await own(dir.unfinished, account)
  try {
    await initialise(binaries, dir, account, password)
    await adopt(dir)
  } finally {
    await rm(dir.unfinished, { recursive: true, force: true })
  }
}

async function own(directory: string, account: Account | null): Promise<void> {
  await mkdir(directory, { mode: 0o700 })
  if (account) await chown(directory, account.uid, account.gid)
}

async function initialise(binaries: Binaries, dir: DataDir, account: Account | null, password: string): Promise<void> {
  // Postgres's user cannot read the server's own password file: it gets a copy for as long as this takes.
  const copy = `${dir.unfinished}.password`
  await writeFile(copy, password, { mode: 0o600 })
  if (account) await chown(copy, account.uid, account.gid)
  try {
    const args = [...initdbArgs, `--pwfile=${copy}`, `--pgdata=${dir.unfinished}`]
    await finish(await launchAs(account, binaries.initdb, args, dir.home))
  } finally {
    await rm(copy, { force: true })
  }
}

/** The built-in C.UTF-8 orders by bytes, knows Unicode's upper and lower case, and never changes with the system's libc. */
const initdbArgs = [
  `--username=${databaseUser}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--locale=C.UTF-8',
  '--no-instructions',
]

async function finish({ command, args, account }: Awaited<ReturnType<typeof launchAs>>): Promise<void> {
  const child = spawn(command, args, {
    ...(account ?? {}),
    cwd: '/',
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const complaint = text(child.stderr)
  if ((await closed) !== 0)
    throw new EmbeddedPostgresError(`Postgres could not be set up: ${lastLine(await complaint)}`)
}

export function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim())
  return lines.findLast((line) => /\b(FATAL|PANIC|error):/i.test(line)) ?? lines.findLast((line) => line !== '') ?? ''
}
