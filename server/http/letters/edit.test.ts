import { describe, expect, it } from 'vitest'
import { Bench } from '../testing/bench.ts'
import { itemsOf } from '../testing/busy.ts'
import { giveUp } from '../testing/letters.ts'

const item = { queue: 'orders', subscription: 'billing', seq: 1 }
const edit = (bench: Bench, body: object) => bench.ask('/dead-letters/edit', { body: { item, ...body } })

describe('editing a dead letter', () => {
  it('sends what is given in place of what it was, and keeps the rest', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 2, { reason: 'total is missing' })
    expect(await edit(bench, { payload: { total: 7 } })).toMatchObject({ status: 200, body: { seq: 3 } })
    expect((await bench.ask('/queues/orders/messages/3')).body).toMatchObject({
      payload: { total: 7 },
      headers: { n: '0' },
      key: '0',
      subscription: 'billing',
    })
    await bench.ask('/dead-letters/edit', { body: { item: { ...item, seq: 2 }, headers: null } })
    expect((await bench.ask('/queues/orders/messages/4')).body).toMatchObject({ payload: { n: 1 }, headers: {} })
    expect(itemsOf((await bench.ask('/dead-letters')).body)).toEqual([])
  })

  it.each([
    ['a payload that is too deep', { payload: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) }, 'E_BAD_REQUEST'],
    ['a payload that is too large', { payload: 'x'.repeat(300_000) }, 'E_TOO_LARGE'],
    ['headers that are none', { headers: { n: 1 } }, 'E_BAD_REQUEST'],
    ['a letter that is not there', { item: { ...item, seq: 9 } }, 'E_NOT_FOUND'],
    ['a field that does not exist', { key: 'other' }, 'E_BAD_REQUEST'],
  ])('refuses %s, and the letter stays', async (_, body, code) => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 1, { reason: 'total is missing' })
    expect((await edit(bench, body)).body).toMatchObject({ error: { code } })
    expect(itemsOf((await bench.ask('/dead-letters')).body)).toHaveLength(1)
  })
})

describe('a nack whose reason is empty', () => {
  it('counts as one without a reason', async () => {
    const bench = await Bench.start()
    await giveUp(bench, 'billing', 1, { reason: '' })
    expect((await bench.ask('/dead-letters/reasons')).body).toMatchObject({
      items: [{ reason: 'refused without a reason', count: 1 }],
    })
  })
})
