import type { Settled, SettleInput } from '../api.ts'
import type { BrokerError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import type { Consumer, Entry } from '../state.ts'
import type { Batcher } from '../writer/batcher.ts'
import type { Settlement } from './settlement.ts'

/**
 * A consumer's own list of settlements: touches only what this consumer holds, answers what it did not hold, and resolves
 * when the outcome, and that of all its settlements before, is on disk; at once where nobody waits for that.
 * @throws BrokerError E_CLOSING when it could not be written.
 */
export async function settle(
  consumer: Consumer,
  input: SettleInput,
  deps: { readonly settlement: Settlement; readonly batcher: Batcher; readonly clock: Clock },
): Promise<Settled> {
  const now = deps.clock.now()
  const { subscription } = consumer
  const ignored: [number, number][] = []
  let settled = 0
  for (const [from, to] of input.acked) {
    const held = subscription.open.between(from, to).filter((entry) => entry.holder === consumer)
    for (const entry of held) deps.settlement.ack(entry, now)
    settled += held.length
    addGaps(ignored, from, to, held)
  }
  for (const nack of input.nacked) {
    const entry = heldEntry(consumer, nack.seq)
    if (entry === null || (nack.attempt !== undefined && nack.attempt !== entry.attempts))
      ignored.push([nack.seq, nack.seq])
    else {
      deps.settlement.nack(entry, nack, now)
      settled++
    }
  }
  for (const seq of input.extend) {
    const entry = heldEntry(consumer, seq)
    if (entry === null) ignored.push([seq, seq])
    else deps.settlement.extend(entry, now)
  }
  if (input.unconfirmed !== true && !isExtension(input)) await written(deps.batcher, consumer)
  return { settled, ignored }
}

/** Changes deadlines alone, of which nothing is stored. One that names nothing asks whether all before it is on disk. */
function isExtension({ acked, nacked, extend }: SettleInput): boolean {
  return extend.length > 0 && acked.length + nacked.length === 0
}

/** What this consumer has in flight under this seq. */
export function heldEntry(consumer: Consumer, seq: number): Entry | null {
  const entry = consumer.subscription.open.get(seq)
  return entry !== undefined && entry.holder === consumer ? entry : null
}

function written(batcher: Batcher, consumer: Consumer): Promise<void> {
  return new Promise((resolve, reject) => {
    batcher.urgent(consumer.subscription, {
      done: resolve,
      refused: (error: BrokerError) => reject(error),
    })
  })
}

/** Adds what lies between `from` and `to` beside the held ones, as ranges. */
function addGaps(gaps: [number, number][], from: number, to: number, held: readonly Entry[]): void {
  let next = from
  for (const { seq } of held) {
    if (seq > next) gaps.push([next, seq - 1])
    next = seq + 1
  }
  if (next <= to) gaps.push([next, to])
}
