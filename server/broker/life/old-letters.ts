import type { LetterFilter } from '../model.ts'
import type { Log, StoredLetter } from '../ports.ts'
import type { Queue, Subscription } from '../state.ts'
import { neededFrom } from './floors.ts'

/** Letters from before that are known of what is sent again; beyond these an old letter stands for the new one too. */
const LETTERS_MOST = 10_000
const LETTERS_PAGE = 100

/** The oldest dead letters of a selection. */
export async function* oldLetters(log: Log, filter: LetterFilter): AsyncGenerator<StoredLetter> {
  let after = null
  for (let read = 0; read < LETTERS_MOST; read += LETTERS_PAGE) {
    const page = await log.findLetters(filter, after, LETTERS_PAGE)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < LETTERS_PAGE) return
    after = { deadAt: last.letter.deadAt, subscriptionId: last.subscriptionId, seq: last.letter.seq }
  }
}

/** After a restart: which of those that a subscription was moved back for have a letter, which a second death replaces. */
export async function recallLetters(log: Log, queues: Iterable<Queue>): Promise<void> {
  const withLetters = new Map<number, Subscription>()
  for (const { subscriptions } of queues) {
    for (const subscription of subscriptions.values()) {
      if (subscription.dead > 0) withLetters.set(subscription.id, subscription)
    }
  }
  if (withLetters.size === 0) return
  for await (const { subscriptionId, letter } of oldLetters(log, {})) {
    const subscription = withLetters.get(subscriptionId)
    if (subscription !== undefined && letter.seq >= neededFrom(subscription)) subscription.lettered.add(letter.seq)
  }
}
