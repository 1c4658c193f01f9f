import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Account } from './account.ts'
import { EmbeddedPostgresError, systemCode } from './error.ts'

/** What lies in `DATA_DIR`. */
export interface DataDir {
  readonly home: string
  /** Postgres's own directory. */
  readonly cluster: string
  readonly passwordFile: string
  readonly log: string
  /** Where a new cluster is made before it gets its name, so that a half-made one is never started. */
  readonly unfinished: string
}

export function dataDir(home: string): DataDir {
  return {
    home,
    cluster: path.join(home, 'postgres'),
    passwordFile: path.join(home, 'password'),
    log: path.join(home, 'postgres.log'),
    unfinished: path.join(home, `postgres.new-${randomBytes(4).toString('hex')}`),
  }
}

/** Makes `DATA_DIR`, as private as what is in it. @throws EmbeddedPostgresError, also where it is somebody else's. */
export async function prepareHome(dir: DataDir): Promise<void> {
  const { home } = dir
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    if (await isOurs(dir)) return await chmod(home, 0o700)
  } catch (cause) {
    throw new EmbeddedPostgresError(`DATA_DIR=${home} cannot be used (${systemCode(cause)}): choose another.`, {
      cause,
    })
  }
  throw new EmbeddedPostgresError(`DATA_DIR=${home} holds other files: choose an empty folder, or a new one.`)
}

/**
 * Empty, or made by Holdline, which begins with the password. Closing a folder that others use (as root: /tmp, /srv) and
 * giving it to Postgres's user would break them. A volume's root has its lost+found.
 */
async function isOurs({ home, passwordFile, cluster }: DataDir): Promise<boolean> {
  const names = (await readdir(home)).filter((name) => name !== 'lost+found')
  return names.length === 0 || [passwordFile, cluster].some((place) => names.includes(path.basename(place)))
}

/** Under root, `DATA_DIR` belongs to Postgres's user, which has to pass through it. */
export async function giveHome({ home }: DataDir, account: Account | null): Promise<void> {
  if (account) await chown(home, account.uid, account.gid)
}

/** The database's password: made once, readable to the user who started the server alone. */
export async function readPassword({ passwordFile }: DataDir): Promise<string> {
  // `wx`: of two servers that start at once on a new directory, one makes it and both read it.
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(unlessExists)
  await chmod(passwordFile, 0o600)
  const password = await readFile(passwordFile, 'utf8')
  if (password === '') throw new EmbeddedPostgresError(`${passwordFile} is empty: restore it, or remove DATA_DIR.`)
  return password
}

export async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    (error) => {
      if (systemCode(error) === 'ENOENT') return false
      throw error
    },
  )
}

/** Gives a finished cluster its name. Where another server was faster, its cluster stays and this one goes. */
export async function adopt({ unfinished, cluster }: DataDir): Promise<void> {
  try {
    await rename(unfinished, cluster)
  } catch (error) {
    if (systemCode(error) !== 'ENOTEMPTY' && systemCode(error) !== 'EEXIST') throw error
    await rm(unfinished, { recursive: true, force: true })
  }
}

function unlessExists(error: unknown): void {
  if (systemCode(error) !== 'EEXIST') throw error
}
