/**
 * Given on the command line at every start, so that a new version of the server changes them in an old directory too.
 * Durability is Postgres's default and is said here so that nobody has to wonder.
 */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // Loopback alone: a socket's path may have 107 characters, which a DATA_DIR can exceed.
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '60',
  shared_buffers: '128MB',
  // A log written at full speed fills 1 GB in half a minute; fewer checkpoints mean fewer full-page images.
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // Parallel workers need /dev/shm, of which a container has 64 MB, and gain nothing on short reads.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  // A failed statement's text holds payloads: the error is logged, its statement is not.
  log_min_error_statement: 'panic',
}

export type Settings = Readonly<Record<string, string>>

/** `-c name=value` pairs; `overrides` are for tests. */
export function settingsArgs(port: number, overrides: Settings): string[] {
  const all = { ...settings, ...overrides, port: String(port) }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** All that Postgres gets of the environment: the server's secrets stay its own. */
export const environment: NodeJS.ProcessEnv = { NODE_ENV: 'production', LC_ALL: 'C', PATH: process.env.PATH }
