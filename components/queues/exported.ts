import type { Queue } from '../../lib/api.ts'

/** A queue as a row of a file: a column for each figure. */
export function exported({ rates, settings, spark: _, events, ...rest }: Queue) {
  return {
    ...rest,
    events: events.join(' '),
    publishedPerSecond: rates.published,
    deliveredPerSecond: rates.delivered,
    ackedPerSecond: rates.acked,
    missed15m: rates.missed,
    delivery: settings.delivery,
    ackDeadlineMs: settings.ackDeadlineMs,
    maxFailures: settings.maxFailures,
  }
}
