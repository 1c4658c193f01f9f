import { expect, it } from 'vitest'
import { StorageError } from '../../broker/ports.ts'
import { Harness } from '../../broker/testing/harness.ts'
import type { TransportDeps } from '../deps.ts'
import { totalsOf } from './figures.ts'

const FAST = { commitP99Ms: 4, slowSince: null, logBytes: 1, diskFreeBytes: null, diskBytes: null }

const look = ({ broker }: Harness, figures = FAST as ReturnType<TransportDeps['storage']>) =>
  totalsOf({ broker, storage: () => figures }).storage

it('tells a storage that is slow from one that is away, and since when', async () => {
  const h = await new Harness().start()
  expect(look(h)).toMatchObject({ state: 'ok', since: null })
  const slow = { ...FAST, commitP99Ms: 251, slowSince: h.clock.now() }
  const since = new Date(h.clock.now()).toISOString()
  expect(look(h, slow)).toMatchObject({ state: 'slow', since, commitP99Ms: 251 })
  h.memory.inject({ kind: 'fail', error: new StorageError('no answer', true) })
  h.send({ queue: 'orders' })
  await h.clock.settle()
  expect(look(h, slow)).toMatchObject({ state: 'away', since })
  await h.clock.advance(60_000)
  expect(look(h)).toMatchObject({ state: 'ok', since: null })
})
