import type { QueueSettings, QueueSettingsChange } from '../../../lib/api.ts'
import { DEFAULT_ACK_DEADLINE_MS } from '../../../lib/protocol.ts'

/** A settings form as it is typed: text, empty for the default. */
export interface SettingsText {
  readonly delivery: 'default' | 'queued' | 'realtime'
  /** Seconds: nobody thinks of a deadline in milliseconds. */
  readonly ackDeadline: string
  readonly maxFailures: string
}

export interface SettingsProblems {
  readonly ackDeadline?: string
  readonly maxFailures?: string
}

/** The broker's own values (design: queued delivery), said beside each field. */
export const DEFAULTS = { ackDeadlineSeconds: DEFAULT_ACK_DEADLINE_MS / 1_000, maxFailures: 5 } as const

const MAX_DEADLINE_S = 43_200
const MAX_FAILURES = 1_000

export function textOf(settings: QueueSettings): SettingsText {
  return {
    delivery: settings.delivery ?? 'default',
    ackDeadline: settings.ackDeadlineMs === null ? '' : String(settings.ackDeadlineMs / 1_000),
    maxFailures: settings.maxFailures === null ? '' : String(settings.maxFailures),
  }
}

/** What is wrong and what is allowed, by field. */
export function problemsOf(text: SettingsText): SettingsProblems {
  const deadline = numberOf(text.ackDeadline)
  const failures = numberOf(text.maxFailures)
  return {
    ...(!isWithin(deadline, 1, MAX_DEADLINE_S) && {
      ackDeadline: 'From 1 to 43,200 seconds (12 h), or empty for the default.',
    }),
    ...(!(isWithin(failures, 1, MAX_FAILURES) && (failures === null || Number.isInteger(failures))) && {
      maxFailures: 'A whole number from 1 to 1,000, or empty for the default.',
    }),
  }
}

/** The settings to send; empty fields go back to the default. */
export function changeOf(text: SettingsText): QueueSettingsChange {
  const deadline = numberOf(text.ackDeadline)
  return {
    delivery: text.delivery === 'default' ? null : text.delivery,
    ackDeadlineMs: deadline === null ? null : Math.round(deadline * 1_000),
    maxFailures: numberOf(text.maxFailures),
  }
}

/** `null` for empty, `NaN` for what is no number. */
function numberOf(text: string): number | null {
  const trimmed = text.trim().replaceAll(',', '')
  return trimmed === '' ? null : Number(trimmed)
}

function isWithin(value: number | null, least: number, most: number): boolean {
  return value === null || (value >= least && value <= most)
}
