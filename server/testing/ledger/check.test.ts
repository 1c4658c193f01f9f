import { describe, expect, test } from 'vitest'
import { check, historyOf } from './check.ts'
import type { Letter, Stored } from './evidence.ts'
import { Journal, type Note, type Watched } from './journal.ts'

const stored: Stored[] = [
  { seq: 1, id: 'a', event: 'made', key: 'k' },
  { seq: 2, id: 'b', event: 'made', key: 'k' },
  { seq: 3, id: 'c', event: 'sold', key: null },
]

const idOf = (seq: number) => stored.find((message) => message.seq === seq)?.id ?? '?'
const got = (seq: number, more: Partial<Note> = {}) =>
  ({ kind: 'received', seq, id: idOf(seq), attempt: 1, ...more }) as const
const did = (kind: 'acked' | 'nacked' | 'condemned' | 'settled' | 'buried', seq: number) => ({ kind, seq }) as const
const told = (seq: number, id = idOf(seq)) => ({ kind: 'confirmed', seq, id }) as const
const later = (id: string, due: number) => ({ kind: 'scheduled', id, due }) as const
const left = (connection: number) => ({ kind: 'left', connection }) as const

type Line = Parameters<Journal['note']>[0] & { readonly after?: number }

interface Hand {
  readonly to?: Partial<Watched>
  readonly letters?: Omit<Letter, 'subscription'>[]
  readonly log?: Stored[]
  /** Whether all that came is acknowledged in the end, as where nobody looks at settlement. */
  readonly settled?: boolean
}

/** A ledger written by hand: what happened, 1 ms apart, and what the database holds. */
function texts(lines: Line[], { to = {}, letters = [], log = stored, settled = true }: Hand = {}): string[] {
  let now = 0
  const journal = new Journal(() => now)
  journal.watch({ name: 's', events: null, consumers: 'single', deadlineMs: 30_000, ...to })
  for (const client of ['anna', 'ben']) journal.connect(client)
  for (const { after = 1, ...line } of lines) {
    now += after
    journal.note(line)
  }
  if (settled) for (const { kind, seq = 0 } of lines) if (kind === 'received') journal.note(did('acked', seq))
  return check({ journal, stored: log, letters: letters.map((letter) => ({ subscription: 's', ...letter })) }).map(
    ({ text }) => text,
  )
}

const all = [got(1), did('acked', 1), got(2), did('acked', 2), got(3), did('acked', 3)]
const competing = { to: { consumers: 'competing' } } as const

test('promises that were kept leave no breach', () => {
  expect(texts([told(1), told(2), told(3), told(3), ...all])).toEqual([])
})

describe('loss', () => {
  test('confirmed, in the log, and never handed over', () =>
    expect(texts([told(3), got(1), did('acked', 1), got(2)])).toEqual([
      'c was confirmed as 3 and never handed over to s',
    ]))
  test('one that nobody confirmed counts as well', () =>
    expect(texts(all.slice(0, 4))).toEqual(['c stands in the log as 3 and never handed over to s']))
  test('confirmed and not in the log', () =>
    expect(texts([told(4, 'd'), ...all])).toEqual(['d was confirmed as 4 and is not in the log']))
  test('handed over, refused or not answered, and never again', () => {
    const text = 'c stands in the log as 3 and was not settled by s, and did not come again'
    expect(texts(all.slice(0, 5), { settled: false })).toEqual([text])
    expect(texts([...all.slice(0, 5), did('nacked', 3)], { settled: false })).toEqual([text])
    expect(texts([...all.slice(0, 5), did('condemned', 3)], { settled: false })).toEqual([])
  })
  test('not where the subscription has other events', () =>
    expect(texts(all.slice(0, 4), { to: { events: ['made'] } })).toEqual([]))
  test('not where it died', () =>
    expect(
      texts(all.slice(0, 4), { letters: [{ seq: 3, reason: 'lost with its consumer in 4 of 20 deliveries' }] }),
    ).toEqual([]))
})

describe('the log', () => {
  test('handed over and not in the log', () =>
    expect(texts([...all, got(4, { id: 'd' })])).toEqual(['d was handed over as 4 and is not in the log']))
  test('handed to a subscription with other events', () =>
    expect(texts(all, { to: { events: ['made'] } })).toEqual(['c (sold) was handed to s, which has other events']))
  test('one seq for two messages', () =>
    expect(texts([told(1, 'z'), ...all])).toContain('seq 1 was used for z and for a'))
  test('one message confirmed as two', () =>
    expect(texts([told(1), told(2, 'a'), ...all])).toContain('a was confirmed as 1 and as 2'))
  test('a seq or an id that stands there twice', () =>
    expect(
      texts(all, {
        log: [...stored, { seq: 3, id: 'c', event: 'sold', key: null }, { ...stored[0], seq: 4 } as Stored],
      }),
    ).toEqual(expect.arrayContaining(['seq 3 stands in the log twice', 'a stands in the log as 1 and as 4'])))
})

describe('delay', () => {
  const dueIn = (ms: number) => [later('c', ms), ...all]
  test('handed over when it is due, by clocks that nearly agree', () => {
    expect(texts(dueIn(0))).toEqual([])
    expect(texts(dueIn(100))).toEqual([])
  })
  test('handed over before', () => expect(texts(dueIn(500))).toEqual(['c was handed to s 494 ms before it was due']))
  test('promised for two times', () =>
    expect(texts([later('c', 1), ...dueIn(2)])).toEqual(['c was promised for two times']))
  test('due and not in the log', () =>
    expect(texts([later('z', 1), ...all])).toEqual(['z was due and is not in the log']))
})

describe('order', () => {
  const log = stored.map((message) => ({ ...message, key: null }))
  const turned = [got(3), did('acked', 3), got(1), did('acked', 1), got(2)]
  test('a first dispatch after a later one', () =>
    expect(texts(turned, { log })).toEqual([
      'seq 1 was first handed to s after 3',
      'seq 2 was first handed to s after 3',
    ]))
  test('a redelivery may come late, also one whose first try got lost', () =>
    expect(texts([got(1), did('nacked', 1), got(3), got(1, { attempt: 2 }), got(2, { attempt: 2 })], { log })).toEqual(
      [],
    ))
  test('one that waits for its key lets others go ahead', () => expect(texts(turned)).toEqual([]))
  test('consumers that compete may overtake each other', () =>
    expect(texts([got(3, { connection: 1 }), got(1), got(2)], { ...competing, log })).toEqual([]))
})

describe('keys', () => {
  const overlap = 'seq 2 was handed over while 1 of s, key k was not settled'
  test('the next one before the first is settled', () =>
    expect(texts([got(1), got(2, { connection: 1 }), got(3)], competing)).toEqual([overlap]))
  test('a failure and a lost connection release nothing', () => {
    expect(texts([got(1), did('nacked', 1), got(2), got(3)], competing)).toEqual([overlap])
    expect(texts([got(1), left(0), got(2, { connection: 1 }), got(3)], competing)).toEqual([overlap])
  })
  test('another process does not release it either', () =>
    expect(texts([got(1), got(2, { era: 1 }), got(3)], competing)).toEqual([overlap]))
  test('death does', () =>
    expect(
      texts([got(1), did('nacked', 1), got(2), got(3)], { ...competing, letters: [{ seq: 1, reason: 'no' }] }),
    ).toEqual([]))
  test('falling within one process; another one may begin earlier again', () => {
    const back = (era: number) => [got(2), did('acked', 2), got(1, { era }), did('acked', 1), got(3)]
    expect(texts(back(0), competing)).toEqual(['seq 1 was handed over after 2 of s, key k'])
    expect(texts(back(1), competing)).toEqual([])
  })
  test('ordered is one key', () =>
    expect(texts([got(1), did('acked', 1), got(2), got(3)], { to: { ordered: true } })).toEqual([
      'seq 3 was handed over while 2 of s was not settled',
    ]))
})

describe('settlement', () => {
  const again = got(1, { attempt: 2, era: 1 })
  const double = 'seq 1 came to s again (attempt 2) after its settlement was confirmed'
  test('again after a confirmed acknowledgement', () =>
    expect(texts([...all, did('settled', 1), again])).toEqual([double]))
  test('again after a confirmed death', () =>
    expect(texts([...all, did('buried', 1), again], { letters: [{ seq: 1, reason: 'x' }] })).toEqual([double]))
  test('again after an acknowledgement that nobody confirmed is at least once', () =>
    expect(texts([...all, again])).toEqual([]))
})

describe('holding', () => {
  test('again while it was held, or acknowledged to the same process', () => {
    const text = 'seq 3 came to s again (attempt 2) while it was held or acknowledged'
    expect(texts([...all.slice(0, 5), got(3, { attempt: 2 })])).toEqual([text])
    expect(texts([...all, got(3, { attempt: 2 })])).toEqual([text])
  })
  test('with a reason it may: refused, gone away, or past the deadline', () => {
    const next = got(1, { attempt: 2, connection: 1 })
    expect(texts([got(1), did('nacked', 1), next, ...all.slice(1)])).toEqual([])
    expect(texts([got(1), left(0), next, ...all.slice(1)])).toEqual([])
    expect(texts([got(1), next, left(0), ...all.slice(1)])).toEqual([])
    expect(texts([got(1), { ...next, after: 15_000 }, ...all.slice(1)])).toEqual([])
  })
  test('an attempt that does not count up', () =>
    expect(texts([got(1), did('nacked', 1), ...all])).toEqual(['seq 1 came to s as attempt 1 after attempt 1']))
})

describe('exclusive', () => {
  const to = { exclusive: true }
  test('two at once', () =>
    expect(texts([got(1), did('acked', 1), got(2, { connection: 1 }), got(3)], { to })).toEqual([
      'seq 3 of s was handed to anna while another was active',
    ]))
  test('one after the other', () =>
    expect(texts([got(1), did('acked', 1), got(2, { connection: 1 }), got(3, { connection: 1 })], { to })).toEqual([]))
})

describe('dead letters', () => {
  const letter = { seq: 3, reason: 'no' }
  test('two of one message', () =>
    expect(texts(all, { letters: [letter, letter] })).toEqual(['seq 3 of s has two dead letters']))
  test('none, though its death was confirmed', () =>
    expect(texts([...all, did('buried', 3)])).toEqual(['seq 3 of s was given up for dead and has no dead letter']))
  test('of what was acknowledged for certain, never came, or is not in the log', () => {
    expect(texts([...all, did('settled', 3)], { letters: [letter] })).toEqual([
      'seq 3 of s died although its acknowledgement was confirmed (no)',
    ])
    expect(texts(all.slice(0, 4), { letters: [letter] })).toEqual(['seq 3 of s died and was never handed over (no)'])
    expect(texts(all, { letters: [{ seq: 9, reason: 'no' }] })).toEqual(['seq 9 of s died and is not in the log (no)'])
  })
})

test('dead before it was refused as often as is allowed', () => {
  const refused = [...all.slice(0, 5), did('nacked', 3), got(3, { attempt: 2 }), did('nacked', 3)]
  const dead = (refusalsToDie: number) => texts(refused, { to: { refusalsToDie }, letters: [{ seq: 3, reason: 'no' }] })
  expect(dead(3)).toEqual(['seq 3 of s died after 2 refusals of 3 (no)'])
  expect(dead(2)).toEqual([])
  const condemned = [...all.slice(0, 5), did('condemned', 3)]
  expect(texts(condemned, { to: { refusalsToDie: 5 }, letters: [{ seq: 3, reason: 'no' }] })).toEqual([])
})

test('a breach has its history: what became of that message for that subscription', () => {
  const journal = new Journal(() => 0)
  const subscription = journal.watch({ name: 's', events: null, consumers: 'single', deadlineMs: 30_000 })
  const connection = journal.connect('anna')
  journal.note(told(1))
  journal.note({ ...got(1), subscription, connection })
  journal.note({ ...got(2), subscription, connection })
  journal.note(left(connection))
  expect(historyOf(journal, { rule: 'lost', text: '', subscription, seq: 1 })).toEqual([
    '    0.000 s  confirmed a as 1',
    '    0.000 s  received  s 1 by anna (connection 0), a, attempt 1, era 0',
    '    0.000 s  left      anna (connection 0)',
  ])
})

test('a journal grows beyond its first columns', () => {
  const journal = new Journal(() => 0)
  for (let seq = 1; seq <= 3_000; seq += 1) journal.note({ kind: 'confirmed', seq, id: `m-${seq}` })
  const notes = [...journal.notes()]
  expect(notes).toHaveLength(3_000)
  expect(notes.at(-1)).toMatchObject({ kind: 'confirmed', seq: 3_000, id: 'm-3000' })
})
