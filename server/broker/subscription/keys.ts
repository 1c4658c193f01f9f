import type { Entry, Subscription } from '../state.ts'
import { Fifo } from '../structures/fifo.ts'

/** Takes the entry's key for it. `false`: an earlier one has it, and the entry now waits in line (`blocked`). */
export function claimKey(subscription: Subscription, entry: Entry): boolean {
  const { key } = entry
  if (key === null || key === undefined) return true
  const line = subscription.keys.get(key)
  if (line === undefined) {
    subscription.keys.set(key, { holder: entry, blocked: new Fifo() })
    return true
  }
  if (line.holder === entry) return true
  entry.state = 'blocked'
  line.blocked.push(entry)
  return false
}

/** The entry is settled: its key goes to the next in line, which is ready now. */
export function releaseKey(subscription: Subscription, entry: Entry): void {
  const { key } = entry
  if (key === null || key === undefined) return
  const line = subscription.keys.get(key)
  if (line === undefined || line.holder !== entry) return
  let next = line.blocked.take()
  while (next?.settled) next = line.blocked.take()
  if (next === undefined) {
    subscription.keys.delete(key)
    return
  }
  line.holder = next
  next.state = 'ready'
  subscription.ready.push(next)
}
