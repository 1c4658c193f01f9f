import { expect, it } from 'vitest'
import { activity, job, letter, MIB, message, NOW, never, published, queueRecord, queues, seqsOf } from '../records.ts'
import type { ContractWorld } from './world.ts'

/** What nobody needs goes, and the core is told. */
export function trimContract(world: ContractWorld): void {
  it('trims nothing that is still needed', async () => {
    await world.log.acquire(never)
    await world.log.append(queues(1))
    await world.log.append(
      published(
        1,
        [1, 2, 3, 4].map((seq) => message(seq)),
      ),
    )
    await world.log.trim({ floors: new Map([[1, 3]]), keepFrom: NOW - 86_400_000, lettersFrom: 0 })
    const page = await world.log.read(1, 2, 4, 100, MIB)
    expect(seqsOf(page.messages)).toEqual([3, 4])
    expect((await world.restart()).queues[0]?.lastSeq).toBe(4)
  })

  const LATER = NOW + 1_000_000
  const needs = (floors: [number, number][], keepFrom = LATER, lettersFrom = 0) => ({
    floors: new Map(floors),
    keepFrom,
    lettersFrom,
  })
  /** Three messages of 10, 20 and 30 bytes in queue 1 and one in queue 2, closed; then one more each. */
  const fill = async () => {
    await world.start(1, 2)
    await world.log.append(
      published(
        1,
        [1, 2, 3].map((seq) => message(seq, { bytes: seq * 10 })),
      ),
    )
    await world.log.append(published(2, [message(1, { bytes: 7 })]))
    await world.store.seal(world.log)
    await world.log.append(published(1, [message(4)]))
    await world.log.append(published(2, [message(2)]))
  }

  it('drops what is below every floor, and tells where the log begins and what that freed', async () => {
    await fill()
    const { dropped, lettersForgotten } = await world.log.trim(
      needs([
        [1, 4],
        [2, 2],
      ]),
    )
    expect(dropped).toEqual(
      new Map([
        [1, { through: 3, bytes: 60 }],
        [2, { through: 1, bytes: 7 }],
      ]),
    )
    expect(lettersForgotten).toEqual(new Map())
    expect(seqsOf((await world.log.read(1, 0, 9, 9, MIB)).messages)).toEqual([4])
    expect(await world.log.measure(1, 0, 9)).toEqual({ messages: 1, bytes: 40 })
    expect(
      (
        await world.log.trim(
          needs([
            [1, 4],
            [2, 2],
          ]),
        )
      ).dropped,
    ).toEqual(new Map())
  })

  it('drops nothing above a floor, and nothing that is young', async () => {
    await fill()
    await world.log.trim(
      needs([
        [1, 1],
        [2, 1],
      ]),
    )
    await world.log.trim(
      needs(
        [
          [1, 4],
          [2, 2],
        ],
        NOW,
      ),
    )
    expect(await world.log.measure(1, 0, 9)).toMatchObject({ messages: 4 })
    expect(await world.log.measure(2, 0, 9)).toMatchObject({ messages: 2 })
  })

  it('lets the next owner know what was dropped, though nobody wrote it down', async () => {
    await fill()
    await world.log.trim(
      needs([
        [1, 4],
        [2, 2],
      ]),
    )
    const first = { firstSeq: 3, lastSeq: 4, bytes: 100, freedBytes: 60, totals: new Map([['created', 4]]) }
    expect((await world.crash()).queues).toMatchObject([first, { firstSeq: 1, freedBytes: 7 }])
    await world.change({ kind: 'putQueue', queue: queueRecord(1) })
    expect((await world.restart()).queues[0]).toMatchObject(first)
  })

  it('forgets letters, ended jobs and activities of before a time, and tells whose letters', async () => {
    await world.start(1)
    const at = (seq: number, deadAt: number) => ({ ...letter(seq), deadAt })
    const put = (subscriptionId: number, each: ReturnType<typeof at>) => ({
      kind: 'putDeadLetter' as const,
      queueId: 1,
      subscriptionId,
      letter: each,
    })
    await world.change(
      put(1, at(1, NOW)),
      put(1, at(2, NOW + 4)),
      put(1, at(3, NOW + 5)),
      put(2, at(1, NOW)),
      put(3, at(1, NOW + 9)),
      { kind: 'putJob', job: job('old', { endedAt: NOW + 4, state: 'done' }) },
      { kind: 'putJob', job: job('young', { endedAt: NOW + 5, state: 'done' }) },
      { kind: 'putJob', job: job('running') },
      { kind: 'putActivity', activity: activity('1') },
    )
    expect((await world.log.trim(needs([], NOW, NOW + 5))).lettersForgotten).toEqual(
      new Map([
        [1, 2],
        [2, 1],
      ]),
    )
    const { letterCounts, jobs } = await world.restart()
    expect(letterCounts).toEqual(
      new Map([
        [1, 1],
        [3, 1],
      ]),
    )
    expect(jobs.map(({ id }) => id).sort()).toEqual(['running', 'young'])
  })

  it('forgets more letters than go at once', async () => {
    await world.start(1)
    const seqs = Array.from({ length: 2_500 }, (_, i) => i + 1)
    await world.change(
      ...seqs.map((seq) => ({
        kind: 'putDeadLetter' as const,
        queueId: 1,
        subscriptionId: 1 + (seq % 2),
        letter: letter(seq),
      })),
    )
    expect((await world.log.trim(needs([], NOW, LATER))).lettersForgotten).toEqual(
      new Map([
        [1, 1_250],
        [2, 1_250],
      ]),
    )
    expect(await world.log.countLetters({})).toBe(0)
  })
}
