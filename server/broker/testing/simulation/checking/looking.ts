import { EVENTS } from '../acting/kinds.ts'
import type { Process, Shared } from '../running/process.ts'

/** Asks for everything that people can see: nothing may be different after it. */
export function lookAround({ broker }: Process, { archive, objector, scheduler }: Shared): void {
  const state = (): string =>
    JSON.stringify([archive.memory.commits, archive.memory.reads, broker.queues(), broker.subscriptions()])
  const before = state()
  broker.links().map(({ link }) => link.id)
  broker.totals()
  broker.rates()
  for (const { name, lastSeq } of broker.queues()) {
    for (let seq = Math.max(1, lastSeq - 3); seq <= lastSeq; seq++) {
      const message = {
        seq,
        ord: 0,
        event: EVENTS[seq % 2] ?? '',
        expiresAt: null,
        only: null,
        publishedAt: scheduler.now,
      }
      broker.deliveries(name, message)
    }
    broker.audience(name, 'created', 'queued')
    broker.audience(name, 'created', 'realtime')
    broker.presence(name)
    broker.rates(name)
  }
  if (before !== state()) objector.object('looking changed something')
}
