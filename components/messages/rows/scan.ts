import type { MessagePage } from '../../../lib/api.ts'
import { count } from '../../../lib/format.ts'

/** How far a question has looked, all its pages together. */
export interface Looked {
  readonly scanned: number
  /** When the message was published where it stopped; `null` where it looked at nothing yet. */
  readonly upToAt: string | null
}

export const NOTHING_LOOKED: Looked = { scanned: 0, upToAt: null }

/** Another page has looked further. */
export function lookedOn({ scanned, upToAt }: Looked, { scan }: MessagePage): Looked {
  return { scanned: scanned + scan.scanned, upToAt: scan.upToAt ?? upToAt }
}

/** "Looked at 1,240,000 of 10,000,000 messages". `kept` counts the queued ones alone, real-time ones may be more. */
export function lookedWords({ scanned }: Looked, kept: number): string {
  return scanned > kept
    ? `Looked at ${count(scanned)} messages`
    : `Looked at ${count(scanned)} of ${count(kept)} messages`
}
