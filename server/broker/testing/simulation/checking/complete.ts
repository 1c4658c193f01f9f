import type { QueuedMessage } from '../../../model.ts'
import type { Process, Shared } from '../running/process.ts'
import { isExpired, isFor } from './past.ts'

/** After everyone took what there was: nothing stayed behind, and whoever was promised a message got it. */
export function checkComplete(
  process: Process,
  { archive, objector, scheduler }: Shared,
  confirmed: ReadonlyMap<number, ReadonlyMap<number, QueuedMessage>>,
): void {
  for (const view of process.broker.subscriptions()) {
    const past = archive.past(view.id)
    const { lastSeq } = process.broker.queue(view.queue)
    const left = view.inFlight + view.retrying + (past?.exact === true ? view.pending : 0)
    if (past === undefined) continue
    if (left > 0 || view.floor !== lastSeq)
      objector.object(`${view.name} stopped at ${view.floor} of ${lastSeq}: ${JSON.stringify({ ...view, holders: 0 })}`)
    for (const seq of past.owedAgain)
      if (seq >= past.owedFrom) objector.object(`${view.name} was moved before ${seq} and never got it again`)
    if (past.loose) continue
    for (const message of confirmed.get(past.queueId)?.values() ?? []) {
      if (
        message.seq < past.owedFrom ||
        message.seq <= past.skippable ||
        !isFor(past, message, past.must) ||
        isExpired(message, scheduler.now)
      )
        continue
      if (!past.delivered.has(message.seq) && !past.letters.has(message.seq))
        objector.object(`${view.name} never got ${message.seq}, which was confirmed`)
    }
  }
  if (archive.memory.repeatedLetters > 0) objector.object('a dead letter was written twice')
}
