import { describe, expect, it } from 'vitest'
import type { DeadLetter, LetterFilter } from '../../model.ts'
import type { LetterPosition } from '../../ports.ts'
import { letter, message, NOW, published, queueRecord, subscriptionRecord } from '../records.ts'
import type { ContractWorld } from './world.ts'

/** Dead letters: once each, found by names, and gone with the copy that they became. */
export function lettersContract(world: ContractWorld): void {
  const put = (subscriptionId: number, ...letters: DeadLetter[]) =>
    letters.map((each) => ({ kind: 'putDeadLetter' as const, queueId: 1, subscriptionId, letter: each }))
  const found = async (filter: LetterFilter, after: LetterPosition | null = null, limit = 100) =>
    (await world.log.findLetters(filter, after, limit)).map((each) => each.letter.seq)

  it('keeps a letter once, each field as it was, however often it is put', async () => {
    await world.start(1)
    const odd = {
      ...letter(1),
      reason: `it said "no" {\\}`,
      message: message(1, {
        headers: { a: '"' },
        key: 'k',
        only: 'subscription-1',
        expiresAt: NOW + 9,
        publisher: 'p',
      }),
    }
    await world.change(...put(1, odd), ...put(1, { ...odd, reason: 'other' }))
    await world.change(...put(1, { ...odd, reason: 'other' }))
    const letters = await world.log.findLetters({}, null, 9)
    expect(letters).toEqual([{ queueId: 1, subscriptionId: 1, letter: odd }])
  })

  it('finds letters oldest first, page by page, without loss where several died at once', async () => {
    await world.start(1)
    const at = (seq: number, deadAt: number) => ({ ...letter(seq), deadAt })
    await world.change(...put(2, at(5, NOW), at(4, NOW)), ...put(1, at(7, NOW), at(9, NOW - 1), at(8, NOW + 1)))
    const seen: number[] = []
    for (let after: LetterPosition | null = null; ; ) {
      const page = await world.log.findLetters({}, after, 2)
      const last = page.at(-1)
      if (last === undefined) break
      seen.push(...page.map((each) => each.letter.seq))
      after = { deadAt: last.letter.deadAt, subscriptionId: last.subscriptionId, seq: last.letter.seq }
    }
    expect(seen).toEqual([9, 7, 4, 5, 8])
  })

  it('tells which messages from a seq on have a letter, of each subscription its own', async () => {
    await world.start(1)
    await world.change(
      ...put(1, letter(2), letter(3), letter(9)),
      ...put(2, letter(3), letter(4)),
      ...put(3, letter(5)),
    )
    const from = [
      { subscriptionId: 1, seq: 3 },
      { subscriptionId: 2, seq: 4 },
      { subscriptionId: 4, seq: 1 },
    ]
    const places = (await world.log.lettersFrom(from, 9)).map(({ subscriptionId, seq }) => `${subscriptionId}:${seq}`)
    expect(places.sort()).toEqual(['1:3', '1:9', '2:4'])
    expect(await world.log.lettersFrom(from, 2)).toHaveLength(2)
    expect(await world.log.lettersFrom([], 9)).toEqual([])
  })

  describe('finds and counts letters by', () => {
    const items = (...seqs: number[]) => seqs.map((seq) => ({ queue: 'queue-1', subscription: 'subscription-1', seq }))

    it.each<[string, LetterFilter, number[]]>([
      ['nothing', {}, [1, 2, 3, 4]],
      ['queue', { queue: 'queue-1' }, [1, 2, 3]],
      ['subscription', { queue: 'queue-1', subscription: 'audit' }, [3]],
      ['event', { event: 'deleted' }, [2]],
      ['reason', { reason: 'PSP "503"' }, [1]],
      ['a span of time, both ends in it', { since: NOW + 2, until: NOW + 3 }, [2, 3]],
      ['items, where they are there', { items: items(2, 3, 9) }, [2]],
      ['items and more', { items: items(1, 2), event: 'deleted' }, [2]],
      ['no item', { items: [] }, []],
      ['a name that is none', { queue: "'; DROP TABLE dead_letter; --" }, []],
    ])('%s', async (_, filter, seqs) => {
      await world.start(1)
      const base = (seq: number) => ({ ...letter(seq), deadAt: NOW + seq, reason: 'no' })
      await world.change(
        ...put(1, { ...base(1), reason: 'PSP "503"' }, { ...base(2), message: message(2, { event: 'deleted' }) }),
        ...put(2, { ...base(3), subscription: 'audit' }),
        ...put(3, { ...base(4), queue: 'queue-2' }),
      )
      expect(await found(filter)).toEqual(seqs)
      expect(await world.log.countLetters(filter)).toBe(seqs.length)
    })
  })

  it('deletes a letter of one subscription, once or again', async () => {
    await world.start(1)
    await world.change(...put(1, letter(1), letter(2)), ...put(2, letter(1)))
    const gone = { kind: 'deleteDeadLetter' as const, subscriptionId: 1, seq: 1 }
    await world.change(gone, gone, { ...gone, seq: 99 })
    await world.change(gone)
    const left = (await world.log.findLetters({}, null, 9)).map((each) => [each.subscriptionId, each.letter.seq])
    expect(left).toEqual([
      [1, 2],
      [2, 1],
    ])
    await world.change(...put(1, letter(1)))
    expect(await world.log.countLetters({})).toBe(3)
  })

  it('takes a thousand from the list with their copies in one commit, or does neither', async () => {
    await world.start(1)
    const seqs = Array.from({ length: 1_000 }, (_, i) => i + 1)
    await world.change(...put(1, ...seqs.map((seq) => letter(seq))))
    const changes = seqs.map((seq) => ({ kind: 'deleteDeadLetter' as const, subscriptionId: 1, seq }))
    const copies = seqs.map((seq) => message(seq, { only: 'subscription-1' }))
    await expect(world.log.append({ ...published(1, [...copies, message(1)]), changes })).rejects.toThrow()
    expect(await world.log.countLetters({})).toBe(1_000)
    await world.log.append({ ...published(1, copies), changes })
    expect(await world.log.countLetters({})).toBe(0)
    expect((await world.restart()).queues[0]?.totals).toEqual(new Map([['@subscription-1', 1_000]]))
  })

  it('keeps letters beyond their subscription and their queue, and counts them for the next owner', async () => {
    await world.start(1)
    await world.change(
      { kind: 'putSubscription', subscription: subscriptionRecord(1) },
      ...put(1, letter(1), letter(2)),
      ...put(2, letter(1)),
    )
    await world.change(
      { kind: 'deleteSubscription', subscriptionId: 1 },
      { kind: 'deleteQueue', queueId: 1, name: 'queue-1' },
    )
    await world.change({ kind: 'putQueue', queue: queueRecord(2, { name: 'queue-1' }) })
    const { letterCounts } = await world.restart()
    expect(letterCounts).toEqual(
      new Map([
        [1, 2],
        [2, 1],
      ]),
    )
    expect(await found({ queue: 'queue-1', subscription: 'subscription-1' })).toEqual([1, 2, 1])
  })
}
