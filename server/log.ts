import { type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino'
import pretty from 'pino-pretty'
import type { LogLevel } from './config.ts'

export type { Logger } from 'pino'

/** A token may stand in a header, a cookie, or in the query of a client that cannot send it elsewhere. */
const redact = { paths: ['token', '*.token', '*.authorization', '*.cookie', '*.password'], censor: '(hidden)' }

/**
 * Sentences plus fields: one JSON object a line, or, on a terminal, a readable line. Written at once, so that the last
 * words before a crash are not lost.
 */
export function createLogger(level: LogLevel, terminal: boolean): Logger {
  // As `error`, too: without it a line would say that something failed, and `{}`.
  const serializers = { error: stdSerializers.err }
  const options = { level, redact, serializers, base: null, timestamp: stdTimeFunctions.isoTime }
  if (!terminal) return pino(options, pino.destination({ sync: true }))
  return pino(options, pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true }))
}
