import { describe, expect, it } from 'vitest'
import { message, NOTHING, published, realtimeMessage } from '../records.ts'
import type { ContractWorld } from './world.ts'

/** How many messages were ever published, and their bytes: exact, however the owner went. */
export function totalsContract(world: ContractWorld): void {
  describe.each(['restart', 'crash'] as const)('after a %s', (end) => {
    it('counts copies for one subscription apart from their event', async () => {
      await world.start(1)
      await world.log.append(
        published(1, [message(1), message(2, { only: 'billing' }), message(3, { event: 'deleted' })]),
      )
      await world.log.append(
        published(1, [message(4, { only: 'billing', event: 'deleted' }), message(5, { only: 'audit' })]),
      )
      const totals = new Map([
        ['created', 1],
        ['@billing', 2],
        ['deleted', 1],
        ['@audit', 1],
      ])
      expect((await world[end]()).queues).toMatchObject([{ totals }])
    })

    it('knows the bytes of all that was ever published, queued alone, queue by queue', async () => {
      await world.start(1, 2)
      const record = { message: realtimeMessage('rt-1', { bytes: 9_999 }), position: { seq: 1, ord: 1 } }
      await world.log.append({ ...published(1, [message(1, { bytes: 100 })]), realtime: [{ queueId: 1, record }] })
      // So many are saved on the way, the last two are not.
      await world.log.append(
        published(
          1,
          Array.from({ length: 200 }, (_, i) => message(i + 2, { bytes: 3 })),
        ),
      )
      await world.log.append(
        published(1, [message(202, { bytes: 20, event: 'deleted' }), message(203, { bytes: 1, only: 'x' })]),
      )
      const { queues } = await world[end]()
      expect(queues.map(({ bytes }) => bytes)).toEqual([100 + 600 + 20 + 1, 0])
      await world.log.append(published(1, [message(204, { bytes: 5 })]))
      expect((await world.restart()).queues[0]).toMatchObject({ bytes: 726, lastSeq: 204 })
    })
  })

  it('does not count again what is saved again', async () => {
    await world.start(1)
    await world.log.append(published(1, [message(1)]))
    await world.restart()
    expect((await world.restart()).queues).toMatchObject([{ totals: new Map([['created', 1]]), bytes: 40 }])
  })

  it('counts none of a commit that was refused', async () => {
    await world.start(1)
    await world.log.append(published(1, [message(1)]))
    await expect(world.log.append({ ...NOTHING, ...published(1, [message(1), message(2)]) })).rejects.toThrow()
    expect((await world.restart()).queues).toMatchObject([{ totals: new Map([['created', 1]]), bytes: 40 }])
  })
}
