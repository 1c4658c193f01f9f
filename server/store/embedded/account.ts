import { execFile } from 'node:child_process'
import { access, constants, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedPostgresError } from './error.ts'

const run = promisify(execFile)

/** Whose process Postgres is: `null` for the user who started the server, which is every case but root's. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** A command to start, with the identity that its process takes on. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly account: Account | null
}

const serviceName = 'holdline'

/**
 * Postgres refuses to run as root: root's server runs it as a system user of its own, which is made on first use. Where
 * none can be made (no `useradd`), Debian's `postgres` or `nobody` serves.
 * @throws EmbeddedPostgresError
 */
export async function serviceAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null
  const known = await lookUp(serviceName)
  if (known) return known
  await createUser().catch(() => undefined)
  for (const name of [serviceName, 'postgres', 'nobody']) {
    const account = await lookUp(name)
    if (account) return account
  }
  throw new EmbeddedPostgresError(
    `Postgres refuses to run as root, and no system user could be made: run "useradd --system ${serviceName}".`,
  )
}

async function createUser(): Promise<void> {
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', serviceName])
}

async function lookUp(name: string): Promise<Account | null> {
  try {
    const id = async (flag: string) => Number((await run('id', [flag, name])).stdout)
    return { uid: await id('-u'), gid: await id('-g') }
  } catch {
    return null
  }
}

/** Whose an existing data directory is; that user goes on running it. */
export async function ownerOf(directory: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null
  const { uid, gid } = await stat(directory)
  return uid === 0 ? null : { uid, gid }
}

/**
 * How to start a program as `account`. Below a directory that only root may enter (a root-only home), the process keeps
 * one right of root's, to pass through directories, and no other.
 * @throws EmbeddedPostgresError where the system cannot give that right.
 */
export async function launchAs(
  account: Account | null,
  program: string,
  args: readonly string[],
  directory: string,
): Promise<Launch> {
  if (account === null) return { command: program, args, account }
  const closed = [...(await closedTo(account, path.dirname(program))), ...(await closedTo(account, directory))]
  if (closed.length === 0) return { command: program, args, account }
  const right = await passingRight()
  if (right === null || !(await available('/usr/bin/setpriv'))) throw unreachable(closed[0] ?? directory)
  return { command: '/usr/bin/setpriv', args: [...passing(account, right), '--', program, ...args], account: null }
}

/**
 * `no_setuid_fixup` keeps access(2) true to the right: Postgres asks it whether its programs can be run (measured:
 * without it, "invalid binary"). The bounding set makes sure that nothing else can come back.
 */
function passing({ uid, gid }: Account, right: string): string[] {
  const only = `-all,+${right}`
  const identity = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups']
  return [
    ...identity,
    '--securebits',
    '+no_setuid_fixup',
    '--inh-caps',
    only,
    '--ambient-caps',
    only,
    '--bounding-set',
    only,
  ]
}

/** Containers have `dac_override` by default where they lack the smaller `dac_read_search`. */
async function passingRight(): Promise<string | null> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`)
  if (effective & 4n) return 'dac_read_search'
  return effective & 2n ? 'dac_override' : null
}

/** Directories on the way to `place`, itself included, that `account` may not pass through. */
async function closedTo(account: Account, place: string): Promise<string[]> {
  const closed: string[] = []
  for (let directory = path.resolve(place); ; directory = path.dirname(directory)) {
    if (!(await mayPass(account, directory))) closed.push(directory)
    if (directory === path.dirname(directory)) return closed
  }
}

async function mayPass({ uid, gid }: Account, directory: string): Promise<boolean> {
  const found = await stat(directory).catch(() => null)
  if (found === null) return true
  if (found.uid === uid) return (found.mode & 0o100) !== 0
  return (found.mode & (found.gid === gid ? 0o010 : 0o001)) !== 0
}

async function available(program: string): Promise<boolean> {
  return access(program, constants.X_OK).then(
    () => true,
    () => false,
  )
}

function unreachable(directory: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `Postgres cannot run as root, and its own user may not enter ${directory}: set DATA_DIR to a place such as /var/lib/holdline.`,
  )
}
