import type { Queue } from '../../../lib/api.ts'
import type { QueueView } from '../../broker/api.ts'
import { isoOrNull } from '../kit.ts'
import { rounded } from '../routes/figures.ts'

/** A queue as the API shows it. */
export function showQueue(view: QueueView): Queue {
  const { id: _id, pausedAt, settings, rates, events, ...rest } = view
  // The core counts what is gone; people and scripts ask for the first that is there.
  const firstSeq = view.firstSeq + 1
  return {
    ...rest,
    firstSeq,
    pausedAt: isoOrNull(pausedAt),
    settings: { ...settings },
    rates: {
      published: rounded(rates.published),
      delivered: rounded(rates.delivered),
      acked: rounded(rates.acked),
      missed: rates.missed,
    },
    growing: rounded(view.growing),
    events: [...events],
  }
}
