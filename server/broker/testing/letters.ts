import type { RedriveOptions } from '../api.ts'
import type { Job, LetterFilter } from '../model.ts'
import { Harness } from './harness.ts'
import { stored } from './stored.ts'

/** The letters that `withLetters` makes. */
export const ALL: LetterFilter = { queue: 'orders', subscription: 'billing' }

/** A broker with so many dead letters of billing, seqs 1, 2, …; whoever had them is gone. */
export async function withLetters(
  count: number,
  options: ConstructorParameters<typeof Harness>[0] = {},
): Promise<Harness> {
  const h = await new Harness(options).start()
  const { link } = await h.consumer({ queue: 'orders', name: 'billing', credit: 1_000 })
  for (let i = 1; i <= count; i++) h.send({ queue: 'orders', id: `m${i}` })
  await h.clock.settle()
  for (let seq = 1; seq <= count; seq++) {
    h.broker.nack(link, 'orders', 'billing', seq, 1, { dead: true, reason: seq % 2 === 0 ? 'even' : 'odd' })
  }
  await h.clock.settle()
  h.broker.disconnect(link)
  await h.clock.advance(1_000)
  return h
}

/** Asks for it, and lets happen what needs no time. */
export async function redrive(h: Harness, selection: LetterFilter = ALL, options: RedriveOptions = {}): Promise<Job> {
  const answer = h.broker.redrive(selection, options)
  await h.clock.settle()
  return answer
}

/** Ids of the copies in the log, in order. */
export function copies(h: Harness): string[] {
  return stored(h).flatMap(({ id, only }) => (only === null ? [] : [id]))
}

/** As `withLetters` names them. */
export function ids(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `m${i + 1}`)
}
