import { describe, expect, test } from 'vitest'
import { isLoopback, parseConfig } from './config.ts'

const parse = (env: Record<string, string>) => parseConfig(env, '/srv/holdline')

test('everything has a default', () => {
  expect(parse({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    loopback: true,
    databaseUrl: null,
    dataDir: '/srv/holdline/.holdline',
    autoCreateQueues: true,
    allowedOrigins: [],
    allowedHosts: ['localhost', '127.0.0.1', '::1'],
    token: null,
    logLevel: 'info',
  })
})

test('an empty variable counts as one that is not set', () => {
  expect(parse({ PORT: '', DATABASE_URL: '', HOLDLINE_TOKEN: '' })).toEqual(parse({}))
})

test('what is set is taken', () => {
  const config = parse({
    PORT: '0',
    HOST: '0.0.0.0',
    HOLDLINE_TOKEN: 'a-long-secret',
    DATABASE_URL: 'postgresql://me:word@db:5432/app',
    DATA_DIR: '/var/lib/holdline',
    AUTO_CREATE_QUEUES: 'false',
    ALLOWED_ORIGINS: 'https://a.example, http://b.example:8080',
    ALLOWED_HOSTS: 'broker.example,10.0.0.7',
    LOG_LEVEL: 'silent',
  })
  expect(config).toMatchObject({
    port: 0,
    loopback: false,
    dataDir: '/var/lib/holdline',
    autoCreateQueues: false,
    allowedOrigins: ['https://a.example', 'http://b.example:8080'],
    allowedHosts: ['broker.example', '10.0.0.7'],
  })
})

test.each([
  ['PORT', '70000', 'a number from 0 to 65535'],
  ['PORT', '3e3', 'a number from 0 to 65535'],
  ['HOST', 'no host', 'a host name'],
  ['AUTO_CREATE_QUEUES', 'yes', 'true or false'],
  ['ALLOWED_ORIGINS', 'app.example.com', 'https://app.example.com'],
  ['ALLOWED_ORIGINS', 'https://a.example/path', 'origins'],
  ['ALLOWED_HOSTS', 'a.example:3000', 'without a port'],
  ['LOG_LEVEL', 'loud', 'warn'],
])('%s=%s is refused in one line that names it and what is allowed', (name, value, words) => {
  const line = new RegExp(`^${name} cannot be "${value}": allowed is [^\\n]*${words}[^\\n]*$`)
  expect(() => parse({ [name]: value })).toThrow(line)
})

test.each([
  ['DATABASE_URL', 'mysql://me:hunter2@db/app'],
  ['HOLDLINE_TOKEN', 'hunter2 and more'],
])('%s is refused without repeating a secret', (name, value) => {
  expect(() => parse({ [name]: value })).toThrow(/^(?!.*hunter2).*allowed is/)
})

test.each(['0.0.0.0', '::', '10.0.0.7', 'broker.example'])('HOST=%s needs a token', (host) => {
  expect(() => parse({ HOST: host })).toThrow(/^HOST cannot be .* while HOLDLINE_TOKEN is not set/)
  expect(parse({ HOST: host, HOLDLINE_TOKEN: 'a-long-secret' }).host).toBe(host)
})

describe('loopback', () => {
  test.each(['localhost', '127.0.0.1', '127.9.8.7', '::1'])('%s is', (host) => expect(isLoopback(host)).toBe(true))
  test.each(['0.0.0.0', '::', '127.evil.example', '10.0.0.1'])('%s is not', (host) =>
    expect(isLoopback(host)).toBe(false),
  )
})
