import { afterEach, expect, it, vi } from 'vitest'
import type { Broker } from '../../broker.ts'
import type { MemoryLog } from '../../memory-log.ts'
import type { Link } from '../../ports.ts'
import type { Entry } from '../../state.ts'
import { noFigures } from './figures.ts'
import type { Subject } from './running/process.ts'

/** A simulation that has lost its power would need more seeds than this to find a planted fault, or never find it. */
const SEEDS = 200

// The limit is in seeds. How long they take is the machine's affair: 123 took 5 s on a busy one.
vi.setConfig({ testTimeout: 120_000 })

afterEach(() => {
  vi.doUnmock('../../subscription/pack.ts')
  vi.doUnmock('../../subscription/keys.ts')
  vi.doUnmock('../../subscription/settlement.ts')
  vi.doUnmock('../../life/restore.ts')
  vi.resetModules()
})

/** The modules of the core as they are when all that is mocked is. */
interface Fresh {
  readonly Broker: typeof Broker
  readonly MemoryLog: typeof MemoryLog
}

/** Plays until a promise is broken. `plant`: what is tried instead of a part of the core. */
async function find(plant: (core: Fresh) => Partial<Subject> = () => ({})): Promise<Found> {
  vi.resetModules()
  const { firstBroken } = await import('./run.ts')
  const { CORE } = await import('./running/process.ts')
  const planted = plant({ ...(await import('../../broker.ts')), ...(await import('../../memory-log.ts')) })
  const how = { subject: { ...CORE, ...planted }, shrink: false }
  const violation = await firstBroken(1, SEEDS, noFigures(), how)
  if (violation === null) throw new Error(`${SEEDS} seeds did not find it`)
  return { seeds: violation.seed, promise: violation.promise }
}

interface Found {
  readonly seeds: number
  readonly promise: string
}

it('finds a floor that passes an open message', async ({ annotate }) => {
  vi.doMock('../../subscription/pack.ts', async (original) => {
    const real = await original<typeof import('../../subscription/pack.ts')>()
    return { ...real, pack: (open: Iterable<Entry>) => real.pack([...open].slice(0, 2)) }
  })
  const { seeds, promise } = await find()
  expect(promise).toMatch(/the stored floor of .* passed|not on disk|as open|settled/)
  await annotate(`found after ${seeds} seeds: ${promise}`)
})

it('finds a nack that is lost', async ({ annotate }) => {
  vi.doMock('../../subscription/settlement.ts', async (original) => {
    const real = await original<typeof import('../../subscription/settlement.ts')>()
    class Forgetful extends real.Settlement {
      override nack(...[entry, nack, now]: Parameters<InstanceType<typeof real.Settlement>['nack']>): void {
        if (entry.attempts !== 2) super.nack(entry, nack, now)
      }
    }
    return { ...real, Settlement: Forgetful }
  })
  const { seeds, promise } = await find()
  await annotate(`found after ${seeds} seeds: ${promise}`)
})

it('finds a failure that a crash forgets', async ({ annotate }) => {
  vi.doMock('../../subscription/pack.ts', async (original) => {
    const real = await original<typeof import('../../subscription/pack.ts')>()
    const forgotten = (entry: Entry): Entry => Object.assign(Object.create(entry), { failures: 0 })
    return { ...real, pack: (open: Iterable<Entry>) => real.pack([...open].map(forgotten)) }
  })
  const { seeds, promise } = await find()
  expect(promise).toMatch(/failures/)
  await annotate(`found after ${seeds} seeds: ${promise}`)
})

it('finds a seq that is used twice, also where the log does not mind', async ({ annotate }) => {
  vi.doMock('../../life/restore.ts', async (original) => {
    const real = await original<typeof import('../../life/restore.ts')>()
    const restore: typeof real.restore = (snapshot, deps) => {
      real.restore(snapshot, deps)
      for (const queue of deps.registry.queues.values()) queue.lastSeq = Math.max(0, queue.lastSeq - 1)
    }
    return { ...real, restore }
  })
  const { seeds, promise } = await find((core) => {
    class CarelessLog extends core.MemoryLog {
      override check(): void {}
    }
    return { memory: () => new CarelessLog() }
  })
  expect(promise).toMatch(/was used after|with another id|confirmed/)
  await annotate(`found after ${seeds} seeds: ${promise}`)
})

it('finds a key that is released while its holder waits for a retry', async ({ annotate }) => {
  vi.doMock('../../subscription/keys.ts', async (original) => {
    const real = await original<typeof import('../../subscription/keys.ts')>()
    const claimKey: typeof real.claimKey = (subscription, entry) => {
      const line = subscription.keys.get(entry.key ?? '')
      if (line?.holder.state === 'retrying') line.holder = entry
      return real.claimKey(subscription, entry)
    }
    return { ...real, claimKey }
  })
  const { seeds, promise } = await find()
  expect(promise).toMatch(/of the same key/)
  await annotate(`found after ${seeds} seeds: ${promise}`)
})

it('finds that a stale acknowledgement is accepted', async ({ annotate }) => {
  const { seeds, promise } = await find((core) => {
    class Trusting extends core.Broker {
      override ack(link: Link, queue: string, name: string, seq: number): void {
        const input = { name, acked: [[seq, seq]] as const, nacked: [], extend: [], unconfirmed: true }
        this.settle(link, queue, input).catch(() => {})
      }
    }
    return { broker: (deps) => new Trusting(deps) }
  })
  await annotate(`found after ${seeds} seeds: ${promise}`)
})
