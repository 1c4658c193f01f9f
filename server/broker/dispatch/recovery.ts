import type { Subscription } from '../state.ts'
import { claimKey } from '../subscription/keys.ts'
import type { Settlement } from '../subscription/settlement.ts'
import type { Pages } from './pages.ts'

/**
 * After a restart: which of the open deliveries hold a key, and which wait for one. Until all are known nothing is
 * dispatched, else a later message could overtake an earlier one of its key. `false`: a page is being read.
 */
export function learnKeys(subscription: Subscription, pages: Pages, settlement: Settlement): boolean {
  for (const entry of [...subscription.open]) {
    if (entry.key !== undefined) continue
    const ahead = pages.above(subscription.queue, entry.seq - 1)
    if (ahead === null) {
      pages.read(subscription, entry.seq - 1)
      return false
    }
    subscription.unknownKeys--
    if (ahead.message?.seq === entry.seq) {
      entry.key = ahead.message.key
      claimRestored(subscription, entry)
    } else {
      if (entry.state === 'retrying') subscription.retrying--
      settlement.drop(entry)
    }
  }
  subscription.unknownKeys = 0
  return true
}

/** By rising seq, so the first of a key holds it, also while it waits for its retry. */
function claimRestored(subscription: Subscription, entry: Parameters<typeof claimKey>[1]): void {
  const wasRetrying = entry.state === 'retrying'
  if (!claimKey(subscription, entry) && wasRetrying) subscription.retrying--
}
