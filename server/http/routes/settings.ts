import type { QueueSettingsChange } from '../../../lib/api.ts'
import type { QueueSettings } from '../../broker/model.ts'

/** Only the settings that were sent: one that is left out stays as it is, `null` is the default. */
export function given(change: QueueSettingsChange): Partial<QueueSettings> {
  const { delivery, ackDeadlineMs, maxFailures, retentionMs, maxBytes } = change
  return {
    ...(delivery === undefined ? {} : { delivery }),
    ...(ackDeadlineMs === undefined ? {} : { ackDeadlineMs }),
    ...(maxFailures === undefined ? {} : { maxFailures }),
    ...(retentionMs === undefined ? {} : { retentionMs }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  }
}
