import { isIPv4 } from 'node:net'
import path from 'node:path'
import { z } from 'zod'

/** The environment, parsed once. Nothing else in the server reads `process.env`. */
export interface Config {
  /** 0 asks the system for a free one. */
  readonly port: number
  readonly host: string
  /** Only this machine can reach it. */
  readonly loopback: boolean
  /** `null`: the embedded Postgres in `dataDir`. */
  readonly databaseUrl: string | null
  /** Absolute. */
  readonly dataDir: string
  readonly autoCreateQueues: boolean
  readonly allowedOrigins: readonly string[]
  /** Names without a port. */
  readonly allowedHosts: readonly string[]
  readonly token: string | null
  readonly logLevel: LogLevel
}

export type LogLevel = (typeof logLevels)[number]

/** The start is refused: one line that names the variable, its value and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const loopbackNames = ['localhost', '127.0.0.1', '::1'] as const

/** Whether a host name or address means this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'))
}

const isPostgresUrl = (value: string) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value)
const isOrigin = (value: string) => URL.canParse(value) && new URL(value).origin === value
const isHost = (value: string) => /^(\[[0-9a-f:]+\]|[a-z0-9._-]+|[0-9a-f:]+)$/i.test(value)

const list = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const listOf = (check: (value: string) => boolean) =>
  z
    .string()
    .transform(list)
    .refine((values) => values.every(check))

/** What each variable accepts, in words for the person who set it wrongly. */
const allowed = {
  PORT: 'a number from 0 to 65535 (0 takes a free one)',
  HOST: 'a host name or an address of this machine',
  DATABASE_URL: 'postgresql://user:password@host:port/database',
  DATA_DIR: 'a folder',
  AUTO_CREATE_QUEUES: 'true or false',
  ALLOWED_ORIGINS: 'origins with a comma between them, such as https://app.example.com',
  ALLOWED_HOSTS: 'host names without a port, with a comma between them',
  HOLDLINE_TOKEN: 'a secret without white space',
  LOG_LEVEL: logLevels.join(', '),
} as const

type Variable = keyof typeof allowed

type Environment = Readonly<Record<string, string | undefined>>

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65_535)
    .default(3000),
  HOST: z.string().refine(isHost).default('127.0.0.1'),
  DATABASE_URL: z.string().refine(isPostgresUrl).optional(),
  DATA_DIR: z.string().default('.holdline'),
  AUTO_CREATE_QUEUES: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(true),
  ALLOWED_ORIGINS: listOf(isOrigin).default([]),
  ALLOWED_HOSTS: listOf(isHost).default([...loopbackNames]),
  HOLDLINE_TOKEN: z.string().regex(/^\S+$/).optional(),
  LOG_LEVEL: z.enum(logLevels).default('info'),
})

/** Values that are secrets, or hold one, are not repeated on a terminal. */
const secret: readonly Variable[] = ['DATABASE_URL', 'HOLDLINE_TOKEN']

function refusal(variable: Variable, value: string | undefined): ConfigError {
  const shown = secret.includes(variable) ? 'as it is set' : JSON.stringify(value)
  return new ConfigError(`${variable} cannot be ${shown}: allowed is ${allowed[variable]}.`)
}

/** An empty variable counts as one that is not set. */
function present(env: Environment): Partial<Record<Variable, string>> {
  const names = Object.keys(allowed).filter((name): name is Variable => name in allowed)
  return Object.fromEntries(names.filter((name) => env[name]).map((name) => [name, env[name]]))
}

/**
 * Reads the configuration; `home` is what a relative `DATA_DIR` starts from.
 * @throws ConfigError for a value that is not allowed, and for a `HOST` that others can reach without a token.
 */
export function parseConfig(env: Environment, home: string): Config {
  const given = present(env)
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const variable = Object.keys(allowed).find((name): name is Variable => parsed.error.issues[0]?.path[0] === name)
    throw variable ? refusal(variable, given[variable]) : new ConfigError(parsed.error.message)
  }
  const { data } = parsed
  const loopback = isLoopback(data.HOST)
  if (!loopback && data.HOLDLINE_TOKEN === undefined) {
    const first = `HOST cannot be ${JSON.stringify(data.HOST)} while HOLDLINE_TOKEN is not set`
    throw new ConfigError(`${first}: set a token, or allowed is a loopback address (${loopbackNames.join(', ')}).`)
  }
  return Object.freeze({
    port: data.PORT,
    host: data.HOST,
    loopback,
    databaseUrl: data.DATABASE_URL ?? null,
    dataDir: path.resolve(home, data.DATA_DIR),
    autoCreateQueues: data.AUTO_CREATE_QUEUES,
    allowedOrigins: data.ALLOWED_ORIGINS,
    allowedHosts: data.ALLOWED_HOSTS,
    token: data.HOLDLINE_TOKEN ?? null,
    logLevel: data.LOG_LEVEL,
  })
}
