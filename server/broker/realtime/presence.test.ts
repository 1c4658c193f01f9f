import { beforeEach, describe, expect, it, vi } from 'vitest'
import { LIMITS } from '../limits.ts'
import type { Change } from '../ports.ts'
import { Meter } from '../rates/rates.ts'
import { type Member, Queue } from '../state.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { RecordingOutlet, TestLink } from '../testing/recorder.ts'
import { queueRecord } from '../testing/records.ts'
import { index, unindex } from './members.ts'
import { PresenceBook } from './presence.ts'

const DAY = 24 * 60 * 60_000

let clock: ManualClock
let queue: Queue
let book: PresenceBook
let written: Change[]

beforeEach(() => {
  clock = new ManualClock()
  queue = new Queue({ ...queueRecord(1), ord: 0 })
  written = []
  book = new PresenceBook(clock, LIMITS, { presence: (change) => written.push(change) })
})

function come(client: string, event: string): Member {
  const link = {
    link: new TestLink(`c-${client}`, client),
    consumers: new Set<never>(),
    members: new Map<never, never>(),
    unackedBytes: 0,
    starved: new Set<never>(),
    out: new Meter(),
    in: new Meter(),
  }
  const member = { link, outlet: new RecordingOutlet(), queue, events: new Set([event]) }
  index(member)
  book.changed(member)
  return member
}

function go(member: Member, left: boolean): void {
  unindex(member)
  book.gone(member, left)
}

describe('who went', () => {
  it('is forgotten after 24 h, on purpose or not, with the events that nobody else has', async () => {
    for (let i = 0; i < 10; i++) go(come(`left-${i}`, `user-${i}`), true)
    for (let i = 0; i < 10; i++) go(come(`away-${i}`, `user-${i}`), false)
    expect(queue.events.size).toBe(10)
    expect(queue.events.get('user-3')?.away).toBe(1)
    await clock.advance(DAY - 1)
    expect(queue.stays.size).toBe(20)
    await clock.advance(1)
    expect(queue.stays.size).toBe(0)
    expect(queue.events.size).toBe(0)
  })

  it('is away for 24 h from the last time that it went', async () => {
    go(come('ui', 'created'), false)
    await clock.advance(DAY / 2)
    go(come('ui', 'created'), false)
    go(come('later', 'created'), false)
    await clock.advance(DAY / 2)
    expect(queue.events.get('created')?.away).toBe(2)
    const back = come('ui', 'created')
    await clock.advance(DAY / 2)
    expect([...queue.stays.keys()]).toEqual(['ui'])
    expect(queue.events.get('created')?.away).toBe(0)
    expect(book.of(queue).at(-1)).toMatchObject({ client: 'ui', to: null })
    go(back, false)
    await clock.advance(DAY)
    expect(queue.stays.size).toBe(0)
  })

  it('keeps what was sent, and what others listen to', () => {
    const other = come('other', 'created')
    go(come('ui', 'created'), true)
    expect(queue.events.get('created')?.members).toEqual(new Set([other]))
    const line = queue.events.get('created')
    if (line !== undefined) line.total = 1
    go(other, true)
    expect(queue.events.get('created')?.total).toBe(1)
  })

  it('is found without a look at all who are there', () => {
    const members = Array.from({ length: 10 }, (_, i) => come(`ui-${i}`, 'created'))
    const looks = vi.spyOn(queue.stays, 'values')
    for (const member of members) go(member, false)
    expect(looks).not.toHaveBeenCalled()
    expect(written).toHaveLength(20)
  })
})
