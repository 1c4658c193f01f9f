import type { LetterPlace, Log } from '../ports.ts'
import type { Queue, Subscription } from '../state.ts'
import { neededFrom } from './floors.ts'

/** Letters from before that are known of what is sent again; beyond these an old letter stands for the new one too. */
const MOST = 10_000

/** Which messages from a seq on have a letter of this subscription. */
export async function letteredFrom(log: Log, { id }: Subscription, seq: number): Promise<number[]> {
  const places = await log.lettersFrom([{ subscriptionId: id, seq }], MOST)
  return places.map((place) => place.seq)
}

/**
 * After a restart, before anything is sent: which of those that a subscription was moved back for have a letter, because
 * a second death replaces it.
 */
export async function recallLetters(log: Log, queues: Iterable<Queue>): Promise<void> {
  const withLetters = new Map<number, Subscription>()
  for (const { subscriptions } of queues) {
    for (const subscription of subscriptions.values()) {
      if (subscription.dead > 0) withLetters.set(subscription.id, subscription)
    }
  }
  if (withLetters.size === 0) return
  const from: LetterPlace[] = [...withLetters.values()].map((one) => ({ subscriptionId: one.id, seq: neededFrom(one) }))
  for (const { subscriptionId, seq } of await log.lettersFrom(from, MOST)) {
    withLetters.get(subscriptionId)?.lettered.add(seq)
  }
}
