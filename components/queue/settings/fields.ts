import { readSize, readTime, writeSize, writeTime } from '../../../lib/amounts.ts'
import type { QueueSettings, QueueSettingsChange } from '../../../lib/api.ts'
import { DAY_MS, MINUTE_MS } from '../../../lib/format.ts'
import { DEFAULT_ACK_DEADLINE_MS } from '../../../lib/protocol.ts'

/** A settings form as it is typed: text, empty for the default. */
export interface SettingsText {
  readonly delivery: 'default' | 'queued' | 'realtime'
  /** Seconds: nobody thinks of a deadline in milliseconds. */
  readonly ackDeadline: string
  readonly maxFailures: string
  /** As people write it: `7 d`. */
  readonly retention: string
  /** The same: `10 GiB`. */
  readonly maxSize: string
}

export interface SettingsProblems {
  readonly ackDeadline?: string
  readonly maxFailures?: string
  readonly retention?: string
  readonly maxSize?: string
}

/** The broker's own values, said beside each field. */
export const DEFAULTS = {
  ackDeadlineSeconds: DEFAULT_ACK_DEADLINE_MS / 1_000,
  maxFailures: 5,
  retention: '7 d',
  maxSize: '10 GiB',
} as const

const MAX_DEADLINE_S = 43_200
const MAX_FAILURES = 1_000
const LEAST_BYTES = 1_024

/** Everything as the broker has it by default. */
export const EMPTY_SETTINGS: SettingsText = {
  delivery: 'default',
  ackDeadline: '',
  maxFailures: '',
  retention: '',
  maxSize: '',
}

export function textOf(settings: QueueSettings): SettingsText {
  return {
    delivery: settings.delivery ?? 'default',
    ackDeadline: settings.ackDeadlineMs === null ? '' : String(settings.ackDeadlineMs / 1_000),
    maxFailures: settings.maxFailures === null ? '' : String(settings.maxFailures),
    retention: settings.retentionMs === null ? '' : writeTime(settings.retentionMs),
    maxSize: settings.maxBytes === null ? '' : writeSize(settings.maxBytes),
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
    ...(!isWithin(amountOf(text.retention, readTime), MINUTE_MS, 365 * DAY_MS) && {
      retention: 'A time such as 90 m, 12 h or 7 d, from 1 m to 365 d, or empty for the default.',
    }),
    ...(!isWithin(amountOf(text.maxSize, readSize), LEAST_BYTES, Number.MAX_SAFE_INTEGER) && {
      maxSize: 'A size such as 500 MiB or 10 GiB, at least 1 KiB, or empty for the default.',
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
    retentionMs: amountOf(text.retention, readTime),
    maxBytes: amountOf(text.maxSize, readSize),
  }
}

/** `null` for empty, `NaN` for what is no number. */
function numberOf(text: string): number | null {
  const trimmed = text.trim().replaceAll(',', '')
  return trimmed === '' ? null : Number(trimmed)
}

/** The same for an amount with its unit. */
function amountOf(text: string, read: (text: string) => number | null): number | null {
  return text.trim() === '' ? null : (read(text) ?? Number.NaN)
}

function isWithin(value: number | null, least: number, most: number): boolean {
  return value === null || (value >= least && value <= most)
}
