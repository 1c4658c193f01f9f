import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, it } from 'vitest'
import { createGate } from '../auth.ts'
import { Broker } from '../broker/broker.ts'
import { MemoryLog } from '../broker/memory-log.ts'
import { createApi } from './api.ts'
import { HandClock } from './testing/clock.ts'
import { MemoryReader } from './testing/memory-reader.ts'

const log = new MemoryLog()

const app = createApi({
  broker: new Broker({
    log,
    clock: new HandClock(),
    ids: { message: () => 'id', random: () => 0 },
    options: { autoCreateQueues: true },
  }),
  reader: new MemoryReader(log),
  gate: createGate(null),
  origins: { allowedHosts: ['localhost'], allowedOrigins: [], loopback: true },
  version: '1.2.3',
  logger: { error: () => {}, warn: () => {} },
  now: () => 0,
})

const read = async (): Promise<Record<string, unknown>> =>
  (await app.request('http://localhost/api/openapi.json', { headers: { host: 'localhost' } })).json()

it('is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const result = await validator.validate(await read())
  expect(result).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

it('has every route of the app, and no other', async () => {
  const { paths } = await read()
  const described = Object.entries(paths ?? {}).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} /api${path}`),
  )
  const routes = app.routes
    .filter(({ path, method }) => method !== 'ALL' && path !== '/api/openapi.json')
    .map(({ path, method }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  expect(described.length).toBeGreaterThan(20)
  expect(described.sort()).toEqual([...new Set(routes)].sort())
})

it('names every schema once and marks what needs no token', async () => {
  const document = await read()
  expect(document).toMatchObject({
    info: { title: 'Holdline', version: '1.2.3' },
    security: [{ token: [] }, { session: [] }],
    paths: { '/health': { get: { security: [] } } },
    components: { schemas: { Message: {}, MessagePage: {}, Queue: {}, Subscription: {}, Error: {} } },
  })
})
