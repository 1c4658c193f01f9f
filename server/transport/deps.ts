import type { SharedAnswers } from '../answers.ts'
import type { Gate } from '../auth.ts'
import type { BrokerApi } from '../broker/api.ts'
import type { CostMeter } from '../cost.ts'
import type { OriginPolicy } from '../origin.ts'

/** As pino has them: fields first, then a sentence. */
export interface TransportLogger {
  error(fields: object, message: string): void
  warn(fields: object, message: string): void
  debug(fields: object, message: string): void
}

/** Figures of the storage for the status bar; `null` where the engine has none. */
export interface StorageFigures {
  readonly commitP99Ms: number | null
  /** Since when it is above `STORAGE_SLOW_MS` at every look; epoch ms. */
  readonly slowSince: number | null
  readonly logBytes: number | null
  readonly diskFreeBytes: number | null
  readonly diskBytes: number | null
}

/** What the transport needs of the process that it runs in. */
export interface TransportDeps {
  readonly broker: BrokerApi
  readonly gate: Gate
  readonly origins: OriginPolicy
  readonly logger: TransportLogger
  /** Called once a second while somebody watches. It must be cheap. */
  readonly storage: () => StorageFigures
  /** What each dashboard costs; the API adds its part to the same one. */
  readonly costs: CostMeter
  /** The API's answers to tabs: cleared before they are told of a change. */
  readonly shared: SharedAnswers
}
