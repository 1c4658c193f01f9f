import { describe, expect, it } from 'vitest'
import type { Harness } from '../../testing/harness.ts'
import { ALL, copies, redrive, withLetters } from '../../testing/letters.ts'
import { stored } from '../../testing/stored.ts'

const ref = (seq: number) => ({ queue: 'orders', subscription: 'billing', seq })
const edit = { payload: '{"total":1}', headers: { fixed: 'yes' }, bytes: 40 }

async function sendEdited(h: Harness, seq: number) {
  const answer = h.broker.redriveEdited(ref(seq), edit)
  await h.clock.settle()
  return answer
}

describe('a letter that is edited and sent again', () => {
  it('goes as somebody made it to its own subscription alone, and leaves the list', async () => {
    const h = await withLetters(2)
    const audit = await h.consumer({ queue: 'orders', name: 'audit' })
    const billing = await h.consumer({ queue: 'orders', name: 'billing' })
    expect(await sendEdited(h, 2)).toEqual({ seq: 3 })
    expect(billing.outlet.deliveries).toMatchObject([
      { attempt: 1, message: { seq: 3, id: 'm2', payload: edit.payload, headers: edit.headers, bytes: 40 } },
    ])
    expect(audit.outlet.deliveries).toEqual([])
    expect(h.memory.letters.map(({ seq }) => seq)).toEqual([1])
    expect(h.broker.subscription('orders', 'billing').dead).toBe(1)
    expect(h.memory.activities.at(-1)?.text).toBe(
      'The dead letter 2 of orders was edited and sent again to billing alone, as 3.',
    )
  })

  it('makes no double over a crash before or after its commit', async () => {
    for (const written of [false, true]) {
      const h = await withLetters(1)
      h.memory.inject({ kind: 'crash', written })
      h.broker.redriveEdited(ref(1), edit).catch(() => {})
      await h.clock.settle()
      await h.crash()
      await h.clock.advance(1_000)
      expect([copies(h), h.memory.letters.length]).toEqual(written ? [['m1'], 0] : [[], 1])
      const again = sendEdited(h, 1)
      await (written ? expect(again).rejects.toMatchObject({ code: 'E_NOT_FOUND' }) : again)
      expect(copies(h)).toEqual(['m1'])
      expect(stored(h).at(-1)?.payload).toBe(edit.payload)
    }
  })

  it('takes turns with jobs: one of both sends it', async () => {
    const h = await withLetters(3)
    const job = redrive(h, ALL)
    const edited = h.broker.redriveEdited(ref(3), edit).catch((error: unknown) => error)
    await h.clock.advance(5_000)
    await job
    await edited
    expect([...copies(h)].sort()).toEqual(['m1', 'm2', 'm3'])
    expect(h.memory.letters).toEqual([])
  })

  it('is refused where nobody would get it, and stays', async () => {
    const h = await withLetters(1)
    const deleted = h.broker.deleteSubscription('orders', 'billing')
    await h.clock.settle()
    await deleted
    await expect(sendEdited(h, 1)).rejects.toMatchObject({ code: 'E_NO_SUBSCRIPTION' })
    await expect(sendEdited(h, 7)).rejects.toMatchObject({ code: 'E_NOT_FOUND' })
    expect(h.memory.letters).toHaveLength(1)
  })
})
