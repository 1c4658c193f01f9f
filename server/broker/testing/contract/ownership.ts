import { expect, it } from 'vitest'
import type { Log, Snapshot } from '../../ports.ts'
import { LeaseLostError } from '../../ports.ts'
import { MIB, message, NOTHING, never, published, queues } from '../records.ts'
import { oneOfEach } from './commits.ts'
import type { ContractWorld } from './world.ts'

/** One writer at a time. */
export function ownershipContract(world: ContractWorld): void {
  it('writes nothing more for one whose lease is over, and tells it once', async () => {
    let told = 0
    const old = world.store.open()
    await old.acquire(() => {
      told++
    })
    await old.append(queues(1))
    await world.store.freeze(old)
    await world.log.acquire(never)
    await expect(old.append(published(1, [message(1)]))).rejects.toBeInstanceOf(LeaseLostError)
    await world.log.append(published(1, [message(1, { id: 'mine' })]))
    expect((await world.log.read(1, 0, 10, 100, MIB)).messages.map(({ id }) => id)).toEqual(['mine'])
    expect(told).toBe(1)
    await old.release()
  })

  it('writes no change of any kind for one whose lease is over', async () => {
    const old = world.store.open()
    await old.acquire(() => undefined)
    await old.append(queues(1, 2))
    await world.store.freeze(old)
    const before = await world.log.acquire(never)
    await expect(old.append({ ...published(1, [message(1)]), changes: oneOfEach() })).rejects.toBeInstanceOf(
      LeaseLostError,
    )
    await expect(old.append({ ...NOTHING, changes: oneOfEach() })).rejects.toBeInstanceOf(LeaseLostError)
    await old.release()
    const after = await world.restart()
    expect({ ...after, lastAliveAt: 0 }).toEqual({ ...before, lastAliveAt: 0 })
    expect(await world.log.nextDueAt()).toBeNull()
    expect(await world.log.countLetters({})).toBe(0)
  })

  it('trims nothing for one whose lease is over', async () => {
    const old = world.store.open()
    await old.acquire(() => undefined)
    await old.append({
      ...queues(1),
      changes: [...queues(1).changes, ...oneOfEach().filter(({ kind }) => kind === 'putDeadLetter')],
    })
    await world.store.freeze(old)
    await world.log.acquire(never)
    const everything = {
      floors: new Map<number, number>(),
      keepFrom: Number.MAX_SAFE_INTEGER / 1e3,
      lettersFrom: Number.MAX_SAFE_INTEGER / 1e3,
    }
    await expect(old.trim(everything)).rejects.toBeInstanceOf(LeaseLostError)
    expect(await world.log.countLetters({})).toBe(2)
    await old.release()
  })

  it('stands by while another one owns it, says so, and then knows all that was written', async () => {
    await world.start(1)
    const next = world.store.open()
    const { standing, turn } = standBy(next)
    await standing
    await world.log.append(published(1, [message(1)]))
    await world.log.release()
    expect((await turn).queues).toMatchObject([{ id: 1, lastSeq: 1 }])
    world.log = next
    await next.append(published(1, [message(2)]))
  })

  it('lets the next one in after a goodbye, which may be said twice', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    await world.log.release()
    await world.log.release()
    world.log = world.store.open()
    expect((await world.log.acquire(never)).queues).toHaveLength(1)
  })
}

/** Acquires it while another one owns it; `standing` resolves when it waits. */
function standBy(log: Log): { standing: Promise<void>; turn: Promise<Snapshot> } {
  let turn: Promise<Snapshot> | null = null
  const standing = new Promise<void>((resolve) => {
    turn = log.acquire(never, resolve)
  })
  if (turn === null) throw new Error('the log did not answer')
  return { standing, turn }
}
